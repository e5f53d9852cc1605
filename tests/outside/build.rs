//! Compiles one contract as it stands into `weather.rs`, and another by its manifest into `station.rs`.

use castile_codegen::Config;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Config::new("wsdl/weather.wsdl").secret("forecast/key").write_to_out_dir()?;
    Config::from_manifest("wsdl/station.toml")?.crate_path("castile_outside").write_to_out_dir()?;
    Ok(())
}
