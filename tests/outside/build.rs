//! Compiles the contract into `weather.rs`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    castile_codegen::Config::new("wsdl/weather.wsdl").secret("forecast/key").write_to_out_dir()?;
    Ok(())
}
