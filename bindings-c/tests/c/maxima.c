// Every PDU with fields as large as they may be; its octets go to standard output.
// Made by tests/header.rs from the core's tables; do not edit.
#include "maxima.h"

static void bind_receiver(void)
{
    smppkit_bind_receiver pdu = SMPPKIT_BIND_RECEIVER_INIT;
    pdu.system_id = letters(15);
    pdu.password = letters(8);
    pdu.system_type = letters(12);
    pdu.interface_version = 0xFF;
    pdu.addr_ton = 0xFF;
    pdu.addr_npi = 0xFF;
    pdu.address_range = letters(40);
    emit(&pdu, 0x50);
}

static void bind_receiver_resp(void)
{
    smppkit_bind_receiver_resp pdu = SMPPKIT_BIND_RECEIVER_RESP_INIT;
    pdu.system_id = letters(15);
    emit(&pdu, 0x50);
}

static void bind_transmitter(void)
{
    smppkit_bind_transmitter pdu = SMPPKIT_BIND_TRANSMITTER_INIT;
    pdu.system_id = letters(15);
    pdu.password = letters(8);
    pdu.system_type = letters(12);
    pdu.interface_version = 0xFF;
    pdu.addr_ton = 0xFF;
    pdu.addr_npi = 0xFF;
    pdu.address_range = letters(40);
    emit(&pdu, 0x50);
}

static void bind_transmitter_resp(void)
{
    smppkit_bind_transmitter_resp pdu = SMPPKIT_BIND_TRANSMITTER_RESP_INIT;
    pdu.system_id = letters(15);
    emit(&pdu, 0x50);
}

static void bind_transceiver(void)
{
    smppkit_bind_transceiver pdu = SMPPKIT_BIND_TRANSCEIVER_INIT;
    pdu.system_id = letters(15);
    pdu.password = letters(8);
    pdu.system_type = letters(12);
    pdu.interface_version = 0xFF;
    pdu.addr_ton = 0xFF;
    pdu.addr_npi = 0xFF;
    pdu.address_range = letters(40);
    emit(&pdu, 0x50);
}

static void bind_transceiver_resp(void)
{
    smppkit_bind_transceiver_resp pdu = SMPPKIT_BIND_TRANSCEIVER_RESP_INIT;
    pdu.system_id = letters(15);
    emit(&pdu, 0x50);
}

static void outbind(void)
{
    smppkit_outbind pdu = SMPPKIT_OUTBIND_INIT;
    pdu.system_id = letters(15);
    pdu.password = letters(8);
    emit(&pdu, 0x50);
}

static void unbind(void)
{
    smppkit_unbind pdu = SMPPKIT_UNBIND_INIT;
    emit(&pdu, 0x50);
}

static void unbind_resp(void)
{
    smppkit_unbind_resp pdu = SMPPKIT_UNBIND_RESP_INIT;
    emit(&pdu, 0x50);
}

static void enquire_link(void)
{
    smppkit_enquire_link pdu = SMPPKIT_ENQUIRE_LINK_INIT;
    emit(&pdu, 0x50);
}

static void enquire_link_resp(void)
{
    smppkit_enquire_link_resp pdu = SMPPKIT_ENQUIRE_LINK_RESP_INIT;
    emit(&pdu, 0x50);
}

static void generic_nack(void)
{
    smppkit_generic_nack pdu = SMPPKIT_GENERIC_NACK_INIT;
    emit(&pdu, 0x50);
}

static void submit_sm(void)
{
    smppkit_submit_sm pdu = SMPPKIT_SUBMIT_SM_INIT;
    pdu.service_type = letters(5);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.dest_addr_ton = 0xFF;
    pdu.dest_addr_npi = 0xFF;
    pdu.destination_addr = letters(20);
    pdu.esm_class = 0xFF;
    pdu.protocol_id = 0xFF;
    pdu.priority_flag = 0xFF;
    pdu.schedule_delivery_time = smppkit_string("991231235959948+");
    pdu.validity_period = smppkit_string("991231235959948+");
    pdu.registered_delivery = 0xFF;
    pdu.replace_if_present_flag = 0xFF;
    pdu.data_coding = 0xFF;
    pdu.sm_default_msg_id = 0xFF;
    pdu.short_message = letters(255);
    emit(&pdu, 0x50);
}

static void submit_sm_resp(void)
{
    smppkit_submit_sm_resp pdu = SMPPKIT_SUBMIT_SM_RESP_INIT;
    pdu.message_id = letters(64);
    emit(&pdu, 0x50);
}

static void submit_multi(void)
{
    smppkit_submit_multi pdu = SMPPKIT_SUBMIT_MULTI_INIT;
    pdu.service_type = letters(5);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.dest_address = dests(255);
    pdu.esm_class = 0xFF;
    pdu.protocol_id = 0xFF;
    pdu.priority_flag = 0xFF;
    pdu.schedule_delivery_time = smppkit_string("991231235959948+");
    pdu.validity_period = smppkit_string("991231235959948+");
    pdu.registered_delivery = 0xFF;
    pdu.replace_if_present_flag = 0xFF;
    pdu.data_coding = 0xFF;
    pdu.sm_default_msg_id = 0xFF;
    pdu.short_message = letters(255);
    emit(&pdu, 0x50);
}

static void submit_multi_resp(void)
{
    smppkit_submit_multi_resp pdu = SMPPKIT_SUBMIT_MULTI_RESP_INIT;
    pdu.message_id = letters(64);
    pdu.unsuccess_sme = failed(255);
    emit(&pdu, 0x50);
}

static void deliver_sm(void)
{
    smppkit_deliver_sm pdu = SMPPKIT_DELIVER_SM_INIT;
    pdu.service_type = letters(5);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.dest_addr_ton = 0xFF;
    pdu.dest_addr_npi = 0xFF;
    pdu.destination_addr = letters(20);
    pdu.esm_class = 0xFF;
    pdu.protocol_id = 0xFF;
    pdu.priority_flag = 0xFF;
    pdu.schedule_delivery_time = smppkit_string("991231235959948+");
    pdu.validity_period = smppkit_string("991231235959948+");
    pdu.registered_delivery = 0xFF;
    pdu.replace_if_present_flag = 0xFF;
    pdu.data_coding = 0xFF;
    pdu.sm_default_msg_id = 0xFF;
    pdu.short_message = letters(255);
    emit(&pdu, 0x50);
}

static void deliver_sm_resp(void)
{
    smppkit_deliver_sm_resp pdu = SMPPKIT_DELIVER_SM_RESP_INIT;
    pdu.message_id = letters(64);
    emit(&pdu, 0x50);
}

static void data_sm(void)
{
    smppkit_data_sm pdu = SMPPKIT_DATA_SM_INIT;
    pdu.service_type = letters(5);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(64);
    pdu.dest_addr_ton = 0xFF;
    pdu.dest_addr_npi = 0xFF;
    pdu.destination_addr = letters(64);
    pdu.esm_class = 0xFF;
    pdu.registered_delivery = 0xFF;
    pdu.data_coding = 0xFF;
    emit(&pdu, 0x50);
}

static void data_sm_resp(void)
{
    smppkit_data_sm_resp pdu = SMPPKIT_DATA_SM_RESP_INIT;
    pdu.message_id = letters(64);
    emit(&pdu, 0x50);
}

static void query_sm(void)
{
    smppkit_query_sm pdu = SMPPKIT_QUERY_SM_INIT;
    pdu.message_id = letters(64);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    emit(&pdu, 0x50);
}

static void query_sm_resp(void)
{
    smppkit_query_sm_resp pdu = SMPPKIT_QUERY_SM_RESP_INIT;
    pdu.message_id = letters(64);
    pdu.final_date = smppkit_string("991231235959948+");
    pdu.message_state = 0xFF;
    pdu.error_code = 0xFF;
    emit(&pdu, 0x50);
}

static void cancel_sm(void)
{
    smppkit_cancel_sm pdu = SMPPKIT_CANCEL_SM_INIT;
    pdu.service_type = letters(5);
    pdu.message_id = letters(64);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.dest_addr_ton = 0xFF;
    pdu.dest_addr_npi = 0xFF;
    pdu.destination_addr = letters(20);
    emit(&pdu, 0x50);
}

static void cancel_sm_resp(void)
{
    smppkit_cancel_sm_resp pdu = SMPPKIT_CANCEL_SM_RESP_INIT;
    emit(&pdu, 0x50);
}

static void replace_sm(void)
{
    smppkit_replace_sm pdu = SMPPKIT_REPLACE_SM_INIT;
    pdu.message_id = letters(64);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.schedule_delivery_time = smppkit_string("991231235959948+");
    pdu.validity_period = smppkit_string("991231235959948+");
    pdu.registered_delivery = 0xFF;
    pdu.sm_default_msg_id = 0xFF;
    pdu.short_message = letters(255);
    emit(&pdu, 0x50);
}

static void replace_sm_resp(void)
{
    smppkit_replace_sm_resp pdu = SMPPKIT_REPLACE_SM_RESP_INIT;
    emit(&pdu, 0x50);
}

static void alert_notification(void)
{
    smppkit_alert_notification pdu = SMPPKIT_ALERT_NOTIFICATION_INIT;
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(64);
    pdu.esme_addr_ton = 0xFF;
    pdu.esme_addr_npi = 0xFF;
    pdu.esme_addr = letters(64);
    emit(&pdu, 0x50);
}

static void broadcast_sm(void)
{
    smppkit_broadcast_sm pdu = SMPPKIT_BROADCAST_SM_INIT;
    pdu.service_type = letters(5);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.message_id = letters(64);
    pdu.priority_flag = 0xFF;
    pdu.schedule_delivery_time = smppkit_string("991231235959948+");
    pdu.validity_period = smppkit_string("991231235959948+");
    pdu.replace_if_present_flag = 0xFF;
    pdu.data_coding = 0xFF;
    pdu.sm_default_msg_id = 0xFF;
    smppkit_tlv tlvs[] = { smppkit_tlv_octets(0x0606, zeros(1)), smppkit_tlv_octets(0x0601, zeros(3)),
        smppkit_tlv_octets(0x0604, zeros(2)), smppkit_tlv_octets(0x0605, zeros(3)) };
    pdu.tlvs = smppkit_tlvs_of(tlvs, 4);
    emit(&pdu, 0x50);
}

static void broadcast_sm_resp(void)
{
    smppkit_broadcast_sm_resp pdu = SMPPKIT_BROADCAST_SM_RESP_INIT;
    pdu.message_id = letters(64);
    emit(&pdu, 0x50);
}

static void query_broadcast_sm(void)
{
    smppkit_query_broadcast_sm pdu = SMPPKIT_QUERY_BROADCAST_SM_INIT;
    pdu.message_id = letters(64);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    emit(&pdu, 0x50);
}

static void query_broadcast_sm_resp(void)
{
    smppkit_query_broadcast_sm_resp pdu = SMPPKIT_QUERY_BROADCAST_SM_RESP_INIT;
    pdu.message_id = letters(64);
    smppkit_tlv tlvs[] = { smppkit_tlv_octets(0x0427, zeros(1)), smppkit_tlv_octets(0x0606, zeros(1)),
        smppkit_tlv_octets(0x0608, zeros(1)) };
    pdu.tlvs = smppkit_tlvs_of(tlvs, 3);
    emit(&pdu, 0x50);
}

static void cancel_broadcast_sm(void)
{
    smppkit_cancel_broadcast_sm pdu = SMPPKIT_CANCEL_BROADCAST_SM_INIT;
    pdu.service_type = letters(5);
    pdu.message_id = letters(64);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    emit(&pdu, 0x50);
}

static void cancel_broadcast_sm_resp(void)
{
    smppkit_cancel_broadcast_sm_resp pdu = SMPPKIT_CANCEL_BROADCAST_SM_RESP_INIT;
    emit(&pdu, 0x50);
}

static void param_retrieve(void)
{
    smppkit_param_retrieve pdu = SMPPKIT_PARAM_RETRIEVE_INIT;
    pdu.param_name = letters(31);
    emit(&pdu, 0x33);
}

static void param_retrieve_resp(void)
{
    smppkit_param_retrieve_resp pdu = SMPPKIT_PARAM_RETRIEVE_RESP_INIT;
    pdu.param_value = letters(100);
    emit(&pdu, 0x33);
}

static void query_last_msgs(void)
{
    smppkit_query_last_msgs pdu = SMPPKIT_QUERY_LAST_MSGS_INIT;
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.num_messages = 0xFF;
    emit(&pdu, 0x33);
}

static void query_last_msgs_resp(void)
{
    smppkit_query_last_msgs_resp pdu = SMPPKIT_QUERY_LAST_MSGS_RESP_INIT;
    pdu.message_details = ids(100);
    emit(&pdu, 0x33);
}

static void query_msg_details(void)
{
    smppkit_query_msg_details pdu = SMPPKIT_QUERY_MSG_DETAILS_INIT;
    pdu.original_message_id = letters(8);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.sm_length = 0xFF;
    emit(&pdu, 0x33);
}

static void query_msg_details_resp(void)
{
    smppkit_query_msg_details_resp pdu = SMPPKIT_QUERY_MSG_DETAILS_RESP_INIT;
    pdu.service_type = letters(5);
    pdu.source_addr_ton = 0xFF;
    pdu.source_addr_npi = 0xFF;
    pdu.source_addr = letters(20);
    pdu.dest_address = dests(255);
    pdu.protocol_id = 0xFF;
    pdu.priority_flag = 0xFF;
    pdu.schedule_delivery_time = smppkit_string("991231235959948+");
    pdu.validity_period = smppkit_string("991231235959948+");
    pdu.registered_delivery = 0xFF;
    pdu.data_coding = 0xFF;
    pdu.short_message = letters(160);
    pdu.msgid = letters(8);
    pdu.final_date = smppkit_string("991231235959948+");
    pdu.message_status = 0xFF;
    pdu.error_code = 0xFF;
    emit(&pdu, 0x33);
}

int main(void)
{
    bind_receiver();
    bind_receiver_resp();
    bind_transmitter();
    bind_transmitter_resp();
    bind_transceiver();
    bind_transceiver_resp();
    outbind();
    unbind();
    unbind_resp();
    enquire_link();
    enquire_link_resp();
    generic_nack();
    submit_sm();
    submit_sm_resp();
    submit_multi();
    submit_multi_resp();
    deliver_sm();
    deliver_sm_resp();
    data_sm();
    data_sm_resp();
    query_sm();
    query_sm_resp();
    cancel_sm();
    cancel_sm_resp();
    replace_sm();
    replace_sm_resp();
    alert_notification();
    broadcast_sm();
    broadcast_sm_resp();
    query_broadcast_sm();
    query_broadcast_sm_resp();
    cancel_broadcast_sm();
    cancel_broadcast_sm_resp();
    param_retrieve();
    param_retrieve_resp();
    query_last_msgs();
    query_last_msgs_resp();
    query_msg_details();
    query_msg_details_resp();
    return 0;
}
