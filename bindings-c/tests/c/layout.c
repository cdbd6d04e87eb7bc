// Where each field of each PDU is. Made by tests/header.rs from the core's tables; do not edit.
#include <smppkit.h>

#define SIZE(type, with_8_octets, with_4_octets) \
    SMPPKIT_ASSERT(sizeof(type) == (sizeof(void *) == 8 ? (with_8_octets) : (with_4_octets)))

SIZE(smppkit_bind_receiver, 120, 64);
SMPPKIT_AT(smppkit_bind_receiver, system_id, 8, 8);
SMPPKIT_AT(smppkit_bind_receiver, password, 24, 16);
SMPPKIT_AT(smppkit_bind_receiver, system_type, 40, 24);
SMPPKIT_AT(smppkit_bind_receiver, interface_version, 56, 32);
SMPPKIT_AT(smppkit_bind_receiver, addr_ton, 57, 33);
SMPPKIT_AT(smppkit_bind_receiver, addr_npi, 58, 34);
SMPPKIT_AT(smppkit_bind_receiver, address_range, 64, 36);

SIZE(smppkit_bind_receiver_resp, 64, 36);
SMPPKIT_AT(smppkit_bind_receiver_resp, system_id, 8, 8);

SIZE(smppkit_bind_transmitter, 120, 64);
SMPPKIT_AT(smppkit_bind_transmitter, system_id, 8, 8);
SMPPKIT_AT(smppkit_bind_transmitter, password, 24, 16);
SMPPKIT_AT(smppkit_bind_transmitter, system_type, 40, 24);
SMPPKIT_AT(smppkit_bind_transmitter, interface_version, 56, 32);
SMPPKIT_AT(smppkit_bind_transmitter, addr_ton, 57, 33);
SMPPKIT_AT(smppkit_bind_transmitter, addr_npi, 58, 34);
SMPPKIT_AT(smppkit_bind_transmitter, address_range, 64, 36);

SIZE(smppkit_bind_transmitter_resp, 64, 36);
SMPPKIT_AT(smppkit_bind_transmitter_resp, system_id, 8, 8);

SIZE(smppkit_bind_transceiver, 120, 64);
SMPPKIT_AT(smppkit_bind_transceiver, system_id, 8, 8);
SMPPKIT_AT(smppkit_bind_transceiver, password, 24, 16);
SMPPKIT_AT(smppkit_bind_transceiver, system_type, 40, 24);
SMPPKIT_AT(smppkit_bind_transceiver, interface_version, 56, 32);
SMPPKIT_AT(smppkit_bind_transceiver, addr_ton, 57, 33);
SMPPKIT_AT(smppkit_bind_transceiver, addr_npi, 58, 34);
SMPPKIT_AT(smppkit_bind_transceiver, address_range, 64, 36);

SIZE(smppkit_bind_transceiver_resp, 64, 36);
SMPPKIT_AT(smppkit_bind_transceiver_resp, system_id, 8, 8);

SIZE(smppkit_outbind, 80, 44);
SMPPKIT_AT(smppkit_outbind, system_id, 8, 8);
SMPPKIT_AT(smppkit_outbind, password, 24, 16);

SIZE(smppkit_unbind, 48, 28);

SIZE(smppkit_unbind_resp, 48, 28);

SIZE(smppkit_enquire_link, 48, 28);

SIZE(smppkit_enquire_link_resp, 48, 28);

SIZE(smppkit_generic_nack, 48, 28);

SIZE(smppkit_submit_sm, 176, 92);
SMPPKIT_AT(smppkit_submit_sm, service_type, 8, 8);
SMPPKIT_AT(smppkit_submit_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_submit_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_submit_sm, source_addr, 32, 20);
SMPPKIT_AT(smppkit_submit_sm, dest_addr_ton, 48, 28);
SMPPKIT_AT(smppkit_submit_sm, dest_addr_npi, 49, 29);
SMPPKIT_AT(smppkit_submit_sm, destination_addr, 56, 32);
SMPPKIT_AT(smppkit_submit_sm, esm_class, 72, 40);
SMPPKIT_AT(smppkit_submit_sm, protocol_id, 73, 41);
SMPPKIT_AT(smppkit_submit_sm, priority_flag, 74, 42);
SMPPKIT_AT(smppkit_submit_sm, schedule_delivery_time, 80, 44);
SMPPKIT_AT(smppkit_submit_sm, validity_period, 96, 52);
SMPPKIT_AT(smppkit_submit_sm, registered_delivery, 112, 60);
SMPPKIT_AT(smppkit_submit_sm, replace_if_present_flag, 113, 61);
SMPPKIT_AT(smppkit_submit_sm, data_coding, 114, 62);
SMPPKIT_AT(smppkit_submit_sm, sm_default_msg_id, 115, 63);
SMPPKIT_AT(smppkit_submit_sm, short_message, 120, 64);

SIZE(smppkit_submit_sm_resp, 64, 36);
SMPPKIT_AT(smppkit_submit_sm_resp, message_id, 8, 8);

SIZE(smppkit_submit_multi, 184, 96);
SMPPKIT_AT(smppkit_submit_multi, service_type, 8, 8);
SMPPKIT_AT(smppkit_submit_multi, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_submit_multi, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_submit_multi, source_addr, 32, 20);
SMPPKIT_AT(smppkit_submit_multi, dest_address, 48, 28);
SMPPKIT_AT(smppkit_submit_multi, esm_class, 80, 44);
SMPPKIT_AT(smppkit_submit_multi, protocol_id, 81, 45);
SMPPKIT_AT(smppkit_submit_multi, priority_flag, 82, 46);
SMPPKIT_AT(smppkit_submit_multi, schedule_delivery_time, 88, 48);
SMPPKIT_AT(smppkit_submit_multi, validity_period, 104, 56);
SMPPKIT_AT(smppkit_submit_multi, registered_delivery, 120, 64);
SMPPKIT_AT(smppkit_submit_multi, replace_if_present_flag, 121, 65);
SMPPKIT_AT(smppkit_submit_multi, data_coding, 122, 66);
SMPPKIT_AT(smppkit_submit_multi, sm_default_msg_id, 123, 67);
SMPPKIT_AT(smppkit_submit_multi, short_message, 128, 68);

SIZE(smppkit_submit_multi_resp, 96, 52);
SMPPKIT_AT(smppkit_submit_multi_resp, message_id, 8, 8);
SMPPKIT_AT(smppkit_submit_multi_resp, unsuccess_sme, 24, 16);

SIZE(smppkit_deliver_sm, 176, 92);
SMPPKIT_AT(smppkit_deliver_sm, service_type, 8, 8);
SMPPKIT_AT(smppkit_deliver_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_deliver_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_deliver_sm, source_addr, 32, 20);
SMPPKIT_AT(smppkit_deliver_sm, dest_addr_ton, 48, 28);
SMPPKIT_AT(smppkit_deliver_sm, dest_addr_npi, 49, 29);
SMPPKIT_AT(smppkit_deliver_sm, destination_addr, 56, 32);
SMPPKIT_AT(smppkit_deliver_sm, esm_class, 72, 40);
SMPPKIT_AT(smppkit_deliver_sm, protocol_id, 73, 41);
SMPPKIT_AT(smppkit_deliver_sm, priority_flag, 74, 42);
SMPPKIT_AT(smppkit_deliver_sm, schedule_delivery_time, 80, 44);
SMPPKIT_AT(smppkit_deliver_sm, validity_period, 96, 52);
SMPPKIT_AT(smppkit_deliver_sm, registered_delivery, 112, 60);
SMPPKIT_AT(smppkit_deliver_sm, replace_if_present_flag, 113, 61);
SMPPKIT_AT(smppkit_deliver_sm, data_coding, 114, 62);
SMPPKIT_AT(smppkit_deliver_sm, sm_default_msg_id, 115, 63);
SMPPKIT_AT(smppkit_deliver_sm, short_message, 120, 64);

SIZE(smppkit_deliver_sm_resp, 64, 36);
SMPPKIT_AT(smppkit_deliver_sm_resp, message_id, 8, 8);

SIZE(smppkit_data_sm, 120, 64);
SMPPKIT_AT(smppkit_data_sm, service_type, 8, 8);
SMPPKIT_AT(smppkit_data_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_data_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_data_sm, source_addr, 32, 20);
SMPPKIT_AT(smppkit_data_sm, dest_addr_ton, 48, 28);
SMPPKIT_AT(smppkit_data_sm, dest_addr_npi, 49, 29);
SMPPKIT_AT(smppkit_data_sm, destination_addr, 56, 32);
SMPPKIT_AT(smppkit_data_sm, esm_class, 72, 40);
SMPPKIT_AT(smppkit_data_sm, registered_delivery, 73, 41);
SMPPKIT_AT(smppkit_data_sm, data_coding, 74, 42);

SIZE(smppkit_data_sm_resp, 64, 36);
SMPPKIT_AT(smppkit_data_sm_resp, message_id, 8, 8);

SIZE(smppkit_query_sm, 88, 48);
SMPPKIT_AT(smppkit_query_sm, message_id, 8, 8);
SMPPKIT_AT(smppkit_query_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_query_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_query_sm, source_addr, 32, 20);

SIZE(smppkit_query_sm_resp, 88, 48);
SMPPKIT_AT(smppkit_query_sm_resp, message_id, 8, 8);
SMPPKIT_AT(smppkit_query_sm_resp, final_date, 24, 16);
SMPPKIT_AT(smppkit_query_sm_resp, message_state, 40, 24);
SMPPKIT_AT(smppkit_query_sm_resp, error_code, 41, 25);

SIZE(smppkit_cancel_sm, 128, 68);
SMPPKIT_AT(smppkit_cancel_sm, service_type, 8, 8);
SMPPKIT_AT(smppkit_cancel_sm, message_id, 24, 16);
SMPPKIT_AT(smppkit_cancel_sm, source_addr_ton, 40, 24);
SMPPKIT_AT(smppkit_cancel_sm, source_addr_npi, 41, 25);
SMPPKIT_AT(smppkit_cancel_sm, source_addr, 48, 28);
SMPPKIT_AT(smppkit_cancel_sm, dest_addr_ton, 64, 36);
SMPPKIT_AT(smppkit_cancel_sm, dest_addr_npi, 65, 37);
SMPPKIT_AT(smppkit_cancel_sm, destination_addr, 72, 40);

SIZE(smppkit_cancel_sm_resp, 48, 28);

SIZE(smppkit_replace_sm, 144, 76);
SMPPKIT_AT(smppkit_replace_sm, message_id, 8, 8);
SMPPKIT_AT(smppkit_replace_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_replace_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_replace_sm, source_addr, 32, 20);
SMPPKIT_AT(smppkit_replace_sm, schedule_delivery_time, 48, 28);
SMPPKIT_AT(smppkit_replace_sm, validity_period, 64, 36);
SMPPKIT_AT(smppkit_replace_sm, registered_delivery, 80, 44);
SMPPKIT_AT(smppkit_replace_sm, sm_default_msg_id, 81, 45);
SMPPKIT_AT(smppkit_replace_sm, short_message, 88, 48);

SIZE(smppkit_replace_sm_resp, 48, 28);

SIZE(smppkit_alert_notification, 96, 52);
SMPPKIT_AT(smppkit_alert_notification, source_addr_ton, 8, 8);
SMPPKIT_AT(smppkit_alert_notification, source_addr_npi, 9, 9);
SMPPKIT_AT(smppkit_alert_notification, source_addr, 16, 12);
SMPPKIT_AT(smppkit_alert_notification, esme_addr_ton, 32, 20);
SMPPKIT_AT(smppkit_alert_notification, esme_addr_npi, 33, 21);
SMPPKIT_AT(smppkit_alert_notification, esme_addr, 40, 24);

SIZE(smppkit_broadcast_sm, 152, 80);
SMPPKIT_AT(smppkit_broadcast_sm, service_type, 8, 8);
SMPPKIT_AT(smppkit_broadcast_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_broadcast_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_broadcast_sm, source_addr, 32, 20);
SMPPKIT_AT(smppkit_broadcast_sm, message_id, 48, 28);
SMPPKIT_AT(smppkit_broadcast_sm, priority_flag, 64, 36);
SMPPKIT_AT(smppkit_broadcast_sm, schedule_delivery_time, 72, 40);
SMPPKIT_AT(smppkit_broadcast_sm, validity_period, 88, 48);
SMPPKIT_AT(smppkit_broadcast_sm, replace_if_present_flag, 104, 56);
SMPPKIT_AT(smppkit_broadcast_sm, data_coding, 105, 57);
SMPPKIT_AT(smppkit_broadcast_sm, sm_default_msg_id, 106, 58);

SIZE(smppkit_broadcast_sm_resp, 64, 36);
SMPPKIT_AT(smppkit_broadcast_sm_resp, message_id, 8, 8);

SIZE(smppkit_query_broadcast_sm, 88, 48);
SMPPKIT_AT(smppkit_query_broadcast_sm, message_id, 8, 8);
SMPPKIT_AT(smppkit_query_broadcast_sm, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_query_broadcast_sm, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_query_broadcast_sm, source_addr, 32, 20);

SIZE(smppkit_query_broadcast_sm_resp, 64, 36);
SMPPKIT_AT(smppkit_query_broadcast_sm_resp, message_id, 8, 8);

SIZE(smppkit_cancel_broadcast_sm, 104, 56);
SMPPKIT_AT(smppkit_cancel_broadcast_sm, service_type, 8, 8);
SMPPKIT_AT(smppkit_cancel_broadcast_sm, message_id, 24, 16);
SMPPKIT_AT(smppkit_cancel_broadcast_sm, source_addr_ton, 40, 24);
SMPPKIT_AT(smppkit_cancel_broadcast_sm, source_addr_npi, 41, 25);
SMPPKIT_AT(smppkit_cancel_broadcast_sm, source_addr, 48, 28);

SIZE(smppkit_cancel_broadcast_sm_resp, 48, 28);

SIZE(smppkit_param_retrieve, 64, 36);
SMPPKIT_AT(smppkit_param_retrieve, param_name, 8, 8);

SIZE(smppkit_param_retrieve_resp, 64, 36);
SMPPKIT_AT(smppkit_param_retrieve_resp, param_value, 8, 8);

SIZE(smppkit_query_last_msgs, 80, 44);
SMPPKIT_AT(smppkit_query_last_msgs, source_addr_ton, 8, 8);
SMPPKIT_AT(smppkit_query_last_msgs, source_addr_npi, 9, 9);
SMPPKIT_AT(smppkit_query_last_msgs, source_addr, 16, 12);
SMPPKIT_AT(smppkit_query_last_msgs, num_messages, 32, 20);

SIZE(smppkit_query_last_msgs_resp, 80, 44);
SMPPKIT_AT(smppkit_query_last_msgs_resp, message_details, 8, 8);

SIZE(smppkit_query_msg_details, 96, 52);
SMPPKIT_AT(smppkit_query_msg_details, original_message_id, 8, 8);
SMPPKIT_AT(smppkit_query_msg_details, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_query_msg_details, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_query_msg_details, source_addr, 32, 20);
SMPPKIT_AT(smppkit_query_msg_details, sm_length, 48, 28);

SIZE(smppkit_query_msg_details_resp, 224, 116);
SMPPKIT_AT(smppkit_query_msg_details_resp, service_type, 8, 8);
SMPPKIT_AT(smppkit_query_msg_details_resp, source_addr_ton, 24, 16);
SMPPKIT_AT(smppkit_query_msg_details_resp, source_addr_npi, 25, 17);
SMPPKIT_AT(smppkit_query_msg_details_resp, source_addr, 32, 20);
SMPPKIT_AT(smppkit_query_msg_details_resp, dest_address, 48, 28);
SMPPKIT_AT(smppkit_query_msg_details_resp, protocol_id, 80, 44);
SMPPKIT_AT(smppkit_query_msg_details_resp, priority_flag, 81, 45);
SMPPKIT_AT(smppkit_query_msg_details_resp, schedule_delivery_time, 88, 48);
SMPPKIT_AT(smppkit_query_msg_details_resp, validity_period, 104, 56);
SMPPKIT_AT(smppkit_query_msg_details_resp, registered_delivery, 120, 64);
SMPPKIT_AT(smppkit_query_msg_details_resp, data_coding, 121, 65);
SMPPKIT_AT(smppkit_query_msg_details_resp, short_message, 128, 68);
SMPPKIT_AT(smppkit_query_msg_details_resp, msgid, 144, 76);
SMPPKIT_AT(smppkit_query_msg_details_resp, final_date, 160, 84);
SMPPKIT_AT(smppkit_query_msg_details_resp, message_status, 176, 92);
SMPPKIT_AT(smppkit_query_msg_details_resp, error_code, 177, 93);

int main(void)
{
    return 0;
}
