use machineid_guard::side_effect;

#[side_effect(surface = "payments")]
async fn refund() -> () {
    println!("refunding");
}

fn main() {}
