use machineid_guard::guarded_wrapper;

#[guarded_wrapper(Guarded, fns(execute))]
struct Tool;

fn main() {
    let _ = Tool;
}
