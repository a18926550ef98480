pub async fn effects(client: &aws_sdk_sqs::Client) {
    drop(client.add_permission().send().await);
    drop(client.cancel_message_move_task().send().await);
    drop(client.change_message_visibility().send().await);
    drop(client.change_message_visibility_batch().send().await);
    drop(client.create_queue().send().await);
    drop(client.delete_message().send().await);
    drop(client.delete_message_batch().send().await);
    drop(client.delete_queue().send().await);
    drop(client.purge_queue().send().await);
    drop(client.remove_permission().send().await);
    drop(client.send_message().send().await);
    drop(client.send_message_batch().send().await);
    drop(client.set_queue_attributes().send().await);
    drop(client.start_message_move_task().send().await);
    drop(client.tag_queue().send().await);
    drop(client.untag_queue().send().await);
}
