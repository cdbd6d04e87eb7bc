// gosmpp as an ESME: `esme PORT SCENARIO`.
package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/linxGnu/gosmpp"
	"github.com/linxGnu/gosmpp/data"
	"github.com/linxGnu/gosmpp/pdu"
)

const limit = 10 * time.Second

type cannot string

func (reason cannot) Error() string { return string(reason) }

type tlv struct {
	Tag int    `json:"tag"`
	Hex string `json:"hex"`
}

type fields struct {
	ServiceType        string `json:"service_type"`
	SourceAddrTon      byte   `json:"source_addr_ton"`
	SourceAddrNpi      byte   `json:"source_addr_npi"`
	SourceAddr         string `json:"source_addr"`
	DestAddrTon        byte   `json:"dest_addr_ton"`
	DestAddrNpi        byte   `json:"dest_addr_npi"`
	DestinationAddr    string `json:"destination_addr"`
	EsmClass           byte   `json:"esm_class"`
	ProtocolID         byte   `json:"protocol_id"`
	PriorityFlag       byte   `json:"priority_flag"`
	ScheduleDelivery   string `json:"schedule_delivery_time"`
	ValidityPeriod     string `json:"validity_period"`
	RegisteredDelivery byte   `json:"registered_delivery"`
	DataCoding         byte   `json:"data_coding"`
	ShortMessage       string `json:"short_message"`
}

type step struct {
	fields
	Step             string   `json:"step"`
	Do               string   `json:"do"`
	Shows            string   `json:"shows"`
	Kind             string   `json:"kind"`
	SystemID         string   `json:"system_id"`
	Password         string   `json:"password"`
	InterfaceVersion byte     `json:"interface_version"`
	Pdu              fields   `json:"pdu"`
	Tlvs             []tlv    `json:"tlvs"`
	DestAddress      []fields `json:"dest_address"`
	Text             string   `json:"text"`
	Message          string   `json:"message"`
	Count            int      `json:"count"`
	Seconds          float64  `json:"seconds"`
}

type seen map[string]any

func (one *step) tell(what seen) {
	what["step"] = one.Step
	line, err := json.Marshal(what)
	check(err)
	fmt.Println(string(line))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// client is one session after the other.
type client struct {
	port       string
	session    *gosmpp.Session
	ids        map[string]string
	mutex      sync.Mutex
	answers    map[int32]chan pdu.PDU
	deliveries chan seen
	closed     chan struct{}
}

func (c *client) bind(one *step) error {
	if one.InterfaceVersion != 0x34 {
		return cannot("always says that it speaks 3.4")
	}
	c.answers = map[int32]chan pdu.PDU{}
	c.deliveries = make(chan seen, 100)
	closed := make(chan struct{})
	c.closed = closed
	auth := gosmpp.Auth{SMSC: "127.0.0.1:" + c.port, SystemID: one.SystemID, Password: one.Password}
	connector := map[string]gosmpp.Connector{
		"transmitter": gosmpp.TXConnector(gosmpp.NonTLSDialer, auth),
		"receiver":    gosmpp.RXConnector(gosmpp.NonTLSDialer, auth),
		"transceiver": gosmpp.TRXConnector(gosmpp.NonTLSDialer, auth),
	}[one.Kind]
	var once sync.Once
	session, err := gosmpp.NewSession(connector, gosmpp.Settings{
		ReadTimeout: limit,
		OnPDU:       c.received,
		OnClosed:    func(gosmpp.State) { once.Do(func() { close(closed) }) },
	}, 0)
	var refused gosmpp.BindError
	if errors.As(err, &refused) {
		one.tell(seen{"command_status": int(refused.CommandStatus)})
		return nil
	}
	if errors.Is(err, io.EOF) {
		return cannot("does not understand a response to a bind that has no body")
	}
	check(err)
	c.session = session
	one.tell(seen{"command_status": 0})
	return nil
}

// received is told of every PDU; the library has answered the requests among them.
func (c *client) received(p pdu.PDU, _ bool) {
	if delivery, ok := p.(*pdu.DeliverSM); ok {
		text, err := delivery.Message.GetMessage()
		check(err)
		what := seen{
			"source_addr_ton": delivery.SourceAddr.Ton(), "source_addr_npi": delivery.SourceAddr.Npi(),
			"source_addr": delivery.SourceAddr.Address(), "dest_addr_ton": delivery.DestAddr.Ton(),
			"dest_addr_npi": delivery.DestAddr.Npi(), "destination_addr": delivery.DestAddr.Address(),
			"esm_class": delivery.EsmClass, "text": text,
		}
		tlvs := [][]any{}
		for tag, field := range delivery.OptionalParameters {
			tlvs = append(tlvs, []any{int(tag), hex.EncodeToString(field.Data)})
		}
		c.deliveries <- seen{"received": "deliver_sm", "fields": what, "tlvs": tlvs}
		return
	}
	c.mutex.Lock()
	answer := c.answers[p.GetSequenceNumber()]
	c.mutex.Unlock()
	if answer != nil {
		answer <- p
	}
}

func (c *client) send(p pdu.PDU) chan pdu.PDU {
	answer := make(chan pdu.PDU, 1)
	c.mutex.Lock()
	c.answers[p.GetSequenceNumber()] = answer
	c.mutex.Unlock()
	if transceiver := c.session.Transceiver(); transceiver != nil {
		check(transceiver.Submit(p))
	} else {
		check(c.session.Transmitter().Submit(p))
	}
	return answer
}

func (c *client) ask(p pdu.PDU) pdu.PDU { return wait(c.send(p)) }

func wait(answer chan pdu.PDU) pdu.PDU {
	select {
	case p := <-answer:
		return p
	case <-time.After(limit):
		panic("no answer")
	}
}

func (c *client) answered(one *step, p pdu.PDU) {
	id := ""
	switch answer := p.(type) {
	case *pdu.SubmitSMResp:
		id = answer.MessageID
	case *pdu.DataSMResp:
		id = answer.MessageID
	case *pdu.SubmitMultiResp:
		id = answer.MessageID
	}
	c.ids[one.Step] = id
	one.tell(seen{"command_status": int(p.GetHeader().CommandStatus), "message_id": id})
}

func address(ton, npi byte, text string) pdu.Address {
	result, err := pdu.NewAddressWithTonNpiAddr(ton, npi, text)
	check(err)
	return result
}

func octets(text string) []byte {
	result, err := hex.DecodeString(text)
	check(err)
	return result
}

func submitSM(one *step) *pdu.SubmitSM {
	p := pdu.NewSubmitSM().(*pdu.SubmitSM)
	from := one.Pdu
	p.ServiceType = from.ServiceType
	p.SourceAddr = address(from.SourceAddrTon, from.SourceAddrNpi, from.SourceAddr)
	p.DestAddr = address(from.DestAddrTon, from.DestAddrNpi, from.DestinationAddr)
	p.EsmClass, p.ProtocolID, p.PriorityFlag = from.EsmClass, from.ProtocolID, from.PriorityFlag
	p.ScheduleDeliveryTime, p.ValidityPeriod = from.ScheduleDelivery, from.ValidityPeriod
	p.RegisteredDelivery = from.RegisteredDelivery
	check(p.Message.SetMessageDataWithEncoding(octets(from.ShortMessage), data.FromDataCoding(from.DataCoding)))
	for _, one := range one.Tlvs {
		p.RegisterOptionalParam(pdu.Field{Tag: pdu.Tag(one.Tag), Data: octets(one.Hex)})
	}
	return p
}

func (c *client) submitText(one *step) error {
	encoding := data.Encoding(data.GSM7BIT)
	if one.Shows == "unicode" || data.FindEncoding(one.Text) == data.UCS2 && one.Shows == "long" {
		encoding = data.UCS2
	}
	parts, err := pdu.NewLongMessageWithEncoding(one.Text, encoding)
	check(err)
	for _, part := range parts {
		p := pdu.NewSubmitSM().(*pdu.SubmitSM)
		p.SourceAddr = address(0, 0, one.SourceAddr)
		p.DestAddr = address(1, 1, one.DestinationAddr)
		p.RegisteredDelivery = 0
		p.Message = *part
		if len(parts) > 1 {
			p.EsmClass = data.SM_UDH_GSM
		}
		c.answered(one, c.ask(p))
	}
	return nil
}

func (c *client) submitMulti(one *step) error {
	p := pdu.NewSubmitMulti().(*pdu.SubmitMulti)
	p.SourceAddr = address(one.Pdu.SourceAddrTon, one.Pdu.SourceAddrNpi, one.Pdu.SourceAddr)
	for _, to := range one.DestAddress {
		destination := pdu.NewDestinationAddress()
		destination.SetAddress(address(to.DestAddrTon, to.DestAddrNpi, to.DestinationAddr))
		p.DestAddrs.Add(destination)
	}
	p.RegisteredDelivery = 0
	check(p.Message.SetMessageDataWithEncoding(octets(one.Pdu.ShortMessage), data.GSM7BIT))
	c.answered(one, c.ask(p))
	return nil
}

func (c *client) dataSM(one *step) error {
	p := pdu.NewDataSM().(*pdu.DataSM)
	p.SourceAddr = address(one.Pdu.SourceAddrTon, one.Pdu.SourceAddrNpi, one.Pdu.SourceAddr)
	p.DestAddr = address(one.Pdu.DestAddrTon, one.Pdu.DestAddrNpi, one.Pdu.DestinationAddr)
	for _, one := range one.Tlvs {
		p.RegisterOptionalParam(pdu.Field{Tag: pdu.Tag(one.Tag), Data: octets(one.Hex)})
	}
	c.answered(one, c.ask(p))
	return nil
}

func (c *client) do(one *step) error {
	source := func() pdu.Address { return address(one.SourceAddrTon, one.SourceAddrNpi, one.SourceAddr) }
	switch one.Do {
	case "bind":
		return c.bind(one)
	case "submit_sm":
		c.answered(one, c.ask(submitSM(one)))
	case "submit_text":
		return c.submitText(one)
	case "submit_many":
		answers := []chan pdu.PDU{}
		for range make([]struct{}, one.Count) {
			answers = append(answers, c.send(submitSM(one)))
		}
		for _, answer := range answers {
			c.answered(one, wait(answer))
		}
	case "data_sm":
		return c.dataSM(one)
	case "submit_multi":
		return c.submitMulti(one)
	case "query_sm":
		p := pdu.NewQuerySM().(*pdu.QuerySM)
		p.AssignSequenceNumber()
		p.MessageID, p.SourceAddr = c.ids[one.Message], source()
		answer := c.ask(p).(*pdu.QuerySMResp)
		one.tell(seen{"command_status": int(answer.CommandStatus), "message_id": answer.MessageID,
			"message_state": answer.MessageState})
	case "replace_sm":
		p := pdu.NewReplaceSM().(*pdu.ReplaceSM)
		p.AssignSequenceNumber()
		p.MessageID, p.SourceAddr, p.ScheduleDeliveryTime = c.ids[one.Message], source(), one.ScheduleDelivery
		p.RegisteredDelivery = 0
		check(p.Message.SetMessageDataWithEncoding(octets(one.ShortMessage), data.GSM7BIT))
		one.tell(seen{"command_status": int(c.ask(p).GetHeader().CommandStatus)})
	case "cancel_sm":
		p := pdu.NewCancelSM().(*pdu.CancelSM)
		p.MessageID, p.SourceAddr = c.ids[one.Message], source()
		p.DestAddr = address(one.DestAddrTon, one.DestAddrNpi, one.DestinationAddr)
		one.tell(seen{"command_status": int(c.ask(p).GetHeader().CommandStatus)})
	case "enquire_link":
		one.tell(seen{"command_status": int(c.ask(pdu.NewEnquireLink()).GetHeader().CommandStatus)})
	case "receive":
		one.tell(seen{"ready": true})
		for range make([]struct{}, one.Count) {
			select {
			case delivery := <-c.deliveries:
				one.tell(delivery)
			case <-time.After(limit):
				panic("nothing came")
			}
		}
	case "wait":
		one.tell(seen{"ready": true})
		time.Sleep(time.Duration(one.Seconds * float64(time.Second)))
	case "unbind":
		check(c.session.Close())
		return cannot("ends the connection right behind its unbind, without waiting for the response")
	case "receive_unbind":
		one.tell(seen{"ready": true})
		<-c.closed
		one.tell(seen{"closed": true})
	default:
		return cannot("has no " + one.Do)
	}
	return nil
}

func main() {
	text, err := os.ReadFile(os.Args[2])
	check(err)
	var sessions [][]step
	check(json.Unmarshal(text, &sessions))
	c := client{port: os.Args[1], ids: map[string]string{}}
	for _, session := range sessions {
		var noSession error
		for at := range session {
			one := &session[at]
			err := noSession
			if err == nil {
				err = c.do(one)
			}
			if err != nil {
				one.tell(seen{"cannot": err.Error()})
				if one.Do == "bind" {
					noSession = err
				}
			}
		}
	}
}
