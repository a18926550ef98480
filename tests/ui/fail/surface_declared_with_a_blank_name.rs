use machineid_guard::surface;

surface!(pub Payments = "");

fn main() {}
