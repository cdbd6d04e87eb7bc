"""Every class of PDU: what it takes, what it refuses, and that it is a value."""

from __future__ import annotations

import copy
import gc
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smppkit
from smppkit import (
    BindTransceiver,
    BindTransceiverResp,
    BroadcastSm,
    CallbackNum,
    CommandId,
    CommandStatus,
    DeliverSm,
    DistributionList,
    EnquireLink,
    EsmClass,
    FieldError,
    InterfaceVersion,
    MessageState,
    NetworkErrorCode,
    Npi,
    Pdu,
    SmeAddress,
    SubmitMulti,
    SubmitMultiResp,
    SubmitSm,
    SubmitSmResp,
    Ton,
    Unknown,
    UnsuccessSme,
    decode,
    encode,
)
from strategies import CLASSES, fields, pdus


@given(pdus())
def test_what_is_encoded_is_decoded(pdu: Pdu) -> None:
    received = decode(encode(pdu))
    assert received == pdu
    assert hash(received) == hash(pdu)
    for name in (*pdu.__match_args__, "command_status", "sequence_number", "tlvs", "raw_tlvs"):
        assert getattr(received, name) == getattr(pdu, name), name
    assert bytes(received) == encode(received) == encode(pdu)


@given(pdus())
def test_a_pdu_is_a_value(pdu: Pdu) -> None:
    assert pickle.loads(pickle.dumps(pdu)) == pdu
    assert copy.copy(pdu) == copy.deepcopy(pdu) == pdu
    assert {pdu: 1}[decode(encode(pdu))] == 1
    assert pdu.replace() == pdu
    other = pdu.replace(sequence_number=(pdu.sequence_number + 1) % 2**32)
    assert other != pdu
    assert other.replace(sequence_number=pdu.sequence_number) == pdu


@given(st.sampled_from(CLASSES).flatmap(lambda kind: st.tuples(st.just(kind), fields(kind), fields(kind))))
def test_replace_is_as_if_built_so(case: tuple[type[Pdu], dict[str, object], dict[str, object]]) -> None:
    kind, first, then = case
    assert kind(**first).replace(**then) == kind(**(first | then))


@pytest.mark.parametrize("kind", CLASSES)
def test_each_class_says_what_it_is(kind: type[Pdu]) -> None:
    pdu = kind()
    assert str(kind.command_id).replace("_", "") == kind.__name__.lower()
    assert kind.__doc__ and "§" in kind.__doc__
    assert repr(pdu).startswith(f"{kind.__name__}(")
    assert eval(repr(pdu), vars(smppkit)) == pdu
    assert encode(pdu)[4:8] == int(kind.command_id).to_bytes(4, "big")
    for name in kind.__match_args__:
        assert vars(kind)[name].__doc__, name


def test_nothing_of_a_pdu_can_be_changed() -> None:
    pdu = SubmitSm(source_addr="1")
    with pytest.raises(AttributeError):
        pdu.source_addr = "2"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del pdu.source_addr
    with pytest.raises(AttributeError):
        pdu.colour = "red"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        type("Mine", (SubmitSm,), {})


def test_a_pdu_is_no_business_of_the_garbage_collector() -> None:
    assert not gc.is_tracked(SubmitSm())
    assert not gc.is_tracked(decode(encode(SubmitSm())))


def test_a_pdu_is_a_pattern() -> None:
    match decode(encode(BindTransceiver(system_id="app", password="secret"))):
        case BindTransceiver("app", password, interface_version=InterfaceVersion.V3_4):
            assert password == "secret"
        case other:
            pytest.fail(f"{other} does not match")


def test_a_password_is_not_printed() -> None:
    pdu = BindTransceiver(system_id="app", password="secret")
    assert "secret" not in repr(pdu) + str(pdu)


def test_strings_are_octets_and_back() -> None:
    everything = "".join(map(chr, range(1, 256)))
    assert decode(encode(SubmitSmResp(message_id=everything))) == SubmitSmResp(message_id=everything)
    assert encode(SubmitSmResp(message_id="\xe9"))[16:] == b"\xe9\0"


def test_octet_strings_may_come_in_any_buffer() -> None:
    for octets in (bytearray(b"Hello"), memoryview(b"Hello")):
        pdu = SubmitSm(short_message=octets)
        assert pdu.short_message == b"Hello"
        assert decode(bytearray(encode(pdu))) == decode(memoryview(encode(pdu))) == pdu


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"source_addr": 7}, TypeError, "submit_sm.source_addr: expected str, not int"),
        ({"source_addr": b"7"}, TypeError, "submit_sm.source_addr: expected str, not bytes"),
        ({"short_message": "Hi"}, TypeError, "submit_sm.short_message: expected bytes, not str"),
        ({"esm_class": "0"}, TypeError, "submit_sm.esm_class: expected int, not str"),
        ({"esm_class": 256}, FieldError, "submit_sm.esm_class: 256 is not in 0 to 255"),
        ({"esm_class": -1}, FieldError, "submit_sm.esm_class: -1 is not in 0 to 255"),
        ({"esm_class": 2**70}, FieldError, "is not in 0 to 255"),
        ({"sequence_number": 2**32}, FieldError, "submit_sm.sequence_number: 4294967296 is not in 0 to 4294967295"),
        ({"source_addr": "a\0b"}, FieldError, "submit_sm.source_addr: contains a NUL"),
        ({"source_addr": "\u20ac"}, FieldError, "submit_sm.source_addr: '\u20ac' has a character above U\\+00FF"),
        ({"source_addr": "\ud800"}, FieldError, "submit_sm.source_addr: '\\\\ud800' has a character above U\\+00FF"),
        ({"short_message": bytes(256)}, FieldError, "submit_sm.short_message: 256 octets, at most 255 allowed"),
        ({"colour": 1}, TypeError, "SubmitSm\\(\\) has no parameter 'colour'"),
        ({"tlvs": 7}, TypeError, "submit_sm.tlvs: expected a mapping, or pairs of name and value, not int"),
        ({"tlvs": {"colour": 1}}, ValueError, "the specification has no TLV colour"),
        ({"tlvs": {1.5: b""}}, TypeError, "a TLV is given by its name or its tag, not 1.5"),
        ({"tlvs": {-1: b""}}, TypeError, "a TLV is given by its name or its tag, not -1"),
        ({"tlvs": {0x1400: 1}}, TypeError, "submit_sm.tlvs\\[0x1400\\]: expected bytes, not int"),
        ({"tlvs": {0x1400: bytes(65536)}}, FieldError, "submit_sm.tlvs: 65536 octets, at most 65535 allowed"),
        ({"tlvs": {"sar_msg_ref_num": "1"}}, TypeError, "submit_sm.tlvs\\[sar_msg_ref_num\\]: expected int, not str"),
        (
            {"tlvs": {"sar_msg_ref_num": 65536}},
            FieldError,
            "submit_sm.tlvs\\[sar_msg_ref_num\\]: 65536 is not in 0 to 65535",
        ),
        ({"tlvs": {"callback_num": "1"}}, TypeError, "expected CallbackNum or bytes, not str"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, object], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        SubmitSm(**arguments)  # type: ignore[arg-type]
    with pytest.raises(error, match=text):
        SubmitSm().replace(**arguments)  # type: ignore[arg-type]


def test_a_field_error_says_what_it_is_about() -> None:
    with pytest.raises(FieldError) as raised:
        SubmitSm(service_type="1234567").check(InterfaceVersion.V3_4)
    error = raised.value
    assert (error.of, error.field, error.status) == ("submit_sm", "service_type", CommandStatus.ESME_RINVSERTYP)
    assert error.why == "7 octets, at most 5 allowed"
    assert isinstance(error, ValueError)
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "submit_sm.service_type: 7 octets, at most 5 allowed"


def test_arguments_come_by_name_only() -> None:
    with pytest.raises(TypeError, match="takes its arguments by name"):
        SubmitSm("CMT")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing argument: 'command_id'"):
        Unknown()  # type: ignore[call-arg]
    # However the interpreter calls it.
    assert SubmitSm.__new__(SubmitSm, source_addr="1") == SubmitSm(source_addr="1")
    named_at_run_time: Any = {"source_" + "addr": "1"}
    assert SubmitSm(**named_at_run_time) == SubmitSm(source_addr="1")
    with pytest.raises(TypeError, match="has no parameter 'colour'"):
        SubmitSm.__new__(SubmitSm, colour=1)  # type: ignore[call-arg]


def test_lists() -> None:
    to = (SmeAddress("447700900123", Ton.INTERNATIONAL, Npi.ISDN), DistributionList("friends"))
    pdu = SubmitMulti(dest_address=to, short_message=b"Hello")
    assert decode(encode(pdu)).dest_address == to  # type: ignore[attr-defined]
    failed = UnsuccessSme("447700900123", CommandStatus.ESME_RINVDSTADR)
    resp = SubmitMultiResp(message_id="1", unsuccess_sme=[failed])
    assert resp.unsuccess_sme == (failed,)
    assert pickle.loads(pickle.dumps(failed)) == failed
    assert failed.replace(dest_addr_npi=1).dest_addr_npi is Npi.ISDN
    for wrong, text in ((7, "expected a list or tuple, not int"), ("7", "not str"), ([7], "DistributionList in it")):
        with pytest.raises(TypeError, match=text):
            SubmitMulti(dest_address=wrong)  # type: ignore[arg-type]


def test_tlvs_have_the_types_of_the_table() -> None:
    values: dict[str | int, Any] = {
        "user_message_reference": 7,
        "message_state": MessageState.DELIVERED,
        "receipted_message_id": "77",
        "network_error_code": NetworkErrorCode(3, 27),
        "callback_num": (CallbackNum(1, 1, 1, b"447700900123"), CallbackNum(1, 2, 8, b"12345")),
        "message_payload": b"Hello",
        0x1400: b"1101456",
    }
    pdu = decode(encode(DeliverSm(tlvs=values)))
    assert pdu.tlvs == values
    assert list(pdu.tlvs) == list(values)
    assert pdu.tlv("network_error_code").error_code == 27  # type: ignore[union-attr]
    assert pdu.tlv("dest_port") is None
    assert pdu.tlv("callback_num") == values["callback_num"]
    assert pdu.tlv("callback_num_atag") == ()
    assert pdu.tlv(0x1400) == b"1101456"
    assert pdu.raw_tlvs[0] == (0x0204, b"\0\7")
    assert pdu.replace(tlvs={}).tlvs == {}
    with pytest.raises(ValueError, match="no TLV colour"):
        pdu.tlv("colour")  # type: ignore[call-overload]


def test_a_tlv_is_found_by_any_form_of_its_name() -> None:
    made = "".join(("user_message", "_reference"))
    for key in ("user_message_reference", made, 0x0204):
        assert SubmitSm(tlvs={key: 7}).raw_tlvs == ((0x0204, b"\0\7"),)
        assert SubmitSm(tlvs=[(key, 7)]).tlvs == {"user_message_reference": 7}
    for name in ("alert_on_message_delivery", "alert_on_msg_delivery"):
        made = "".join(tuple(name))
        assert made is not name
        assert SubmitSm(tlvs={name: 1}) == SubmitSm(tlvs={made: 1}) == SubmitSm(tlvs={0x130C: 1})
    with pytest.raises(ValueError, match="no TLV user_message"):
        SubmitSm(tlvs={"user_message": 7})


def test_integers_go_into_the_octets_of_their_tlv() -> None:
    values: dict[str | int, Any] = {
        "alert_on_message_delivery": 1,
        "sar_total_segments": 255,
        "sar_msg_ref_num": 65535,
        "qos_time_to_live": 2**32 - 1,
        "ms_validity": smppkit.MsValidityInfo(0),
        "callback_num_pres_ind": (1, True, MessageState.DELIVERED, b"\4"),
    }
    octets = [b"\1", b"\xff", b"\xff\xff", b"\xff\xff\xff\xff", b"\0", b"\1", b"\1", b"\2", b"\4"]
    assert [value for _, value in SubmitSm(tlvs=values).raw_tlvs] == octets
    for name, value in (("alert_on_message_delivery", 256), ("sar_total_segments", -1), ("qos_time_to_live", 2**32)):
        with pytest.raises(FieldError, match=f"submit_sm.tlvs\\[{name}\\]: {value} is not in 0 to"):
            SubmitSm(tlvs={name: value})


def test_arguments_may_stand_in_any_order() -> None:
    forwards = SubmitSm(source_addr="1", esm_class=3, short_message=b"x", sequence_number=7, tlvs={0x1400: b""})
    backwards = SubmitSm(tlvs={0x1400: b""}, sequence_number=7, short_message=b"x", esm_class=3, source_addr="1")
    assert forwards == backwards
    made: dict[str, Any] = {"".join(("esm_", "class")): 3, "service_type": "x"}
    assert SubmitSm(**made).esm_class == 3
    number = SubmitSm(sequence_number=True).sequence_number
    assert number == 1 and type(number) is int


def test_a_tlv_of_another_length_is_octets() -> None:
    pdu = DeliverSm(tlvs={"user_message_reference": b"\1\2\3", "message_state": b""})
    assert pdu.tlvs == {"user_message_reference": b"\1\2\3", "message_state": b""}
    assert pdu.tlv("user_message_reference") is None
    assert decode(encode(pdu)) == pdu


def test_a_tlv_of_several_parts() -> None:
    code = NetworkErrorCode(network_type=3, error_code=27)
    assert code == NetworkErrorCode(3, 27) != NetworkErrorCode(3, 28)
    assert repr(code) == "NetworkErrorCode(network_type=NetworkErrorType.GSM, error_code=27)"
    match code:
        case NetworkErrorCode(smppkit.NetworkErrorType.GSM, number):
            assert number == 27
    for name in ("alert_on_message_delivery", "alert_on_msg_delivery"):
        assert encode(SubmitSm(tlvs={name: 0}))[-4:] == b"\x13\x0c\0\0"
    assert SubmitSm(tlvs={"ms_validity": smppkit.MsValidityInfo(3)}).raw_tlvs == ((0x1204, b"\3"),)
    two_days = smppkit.MsValidityInfo(4, 3, 2)
    assert SubmitSm(tlvs={"ms_validity": two_days}).tlv("ms_validity") == two_days


def test_what_no_version_knows_survives() -> None:
    pdu = Unknown(command_id=0x10200, body=b"what?", command_status=0x12345)
    received = decode(encode(pdu))
    assert received == pdu and isinstance(received, Unknown) and received.body == b"what?"
    assert received.replace(body=b"!").body == b"!"
    assert SubmitSmResp(command_status=0x450).command_status == 0x450
    with pytest.raises(ValueError, match="0x00000004 is submit_sm"):
        Unknown(command_id=4)
    with pytest.raises(TypeError, match="no TLVs"):
        Unknown(command_id=0x10200, tlvs={0x1400: b""})


def test_required_tlvs_are_checked() -> None:
    with pytest.raises(FieldError, match="broadcast_area_identifier is missing"):
        BroadcastSm().check(InterfaceVersion.V5_0)
    with pytest.raises(FieldError, match="not in SMPP 3.3"):
        BindTransceiverResp(tlvs={"sc_interface_version": InterfaceVersion.V3_4}).check(InterfaceVersion.V3_3)
    EnquireLink().check(InterfaceVersion.V3_3)


def test_values_keep_what_they_do_not_know() -> None:
    assert Ton(99) == 99 and Ton(99).name is None and repr(Ton(99)) == "Ton(99)"
    assert Ton(1) is not None and Ton(1) == Ton.INTERNATIONAL and str(Ton(1)) == "INTERNATIONAL"
    assert pickle.loads(pickle.dumps(Ton(99))) == Ton(99)
    assert CommandStatus.from_name("ESME_RINVOPTPARSTREAM") == CommandStatus.ESME_RINVTLVSTREAM
    assert CommandStatus.ESME_RTHROTTLED.retry == smppkit.Retry.TEMPORARY
    assert str(CommandStatus(0x450)) == "0x00000450" and CommandStatus(0x450).text is None
    assert str(CommandId.SUBMIT_SM) == "submit_sm" and CommandId.SUBMIT_SM_RESP.is_response
    assert isinstance(EsmClass.UDHI | EsmClass.STORE_AND_FORWARD, EsmClass)
    assert (EsmClass.UDHI | 3).mode == EsmClass.STORE_AND_FORWARD
    assert EsmClass.UDHI in (EsmClass.UDHI | 3) and EsmClass(4).is_delivery_receipt
    assert smppkit.RegisteredDelivery.RECEIPT.wants_receipt(False)
    assert str(InterfaceVersion.V3_4) == "3.4" and InterfaceVersion(0x40).effective == InterfaceVersion.V3_4
    assert [ton.name for ton in Ton.named()][:2] == ["UNKNOWN", "INTERNATIONAL"]
    for wrong in (-1, 256):
        with pytest.raises(ValueError, match="is not in 0 to 255"):
            Ton(wrong)
    with pytest.raises(ValueError, match="has no 'colour'"):
        Ton.from_name("colour")
