//! A crate outside of Castile: it has WSDLs of its own, compiles them in `build.rs` and depends on the runtime alone.

/// The weather service, generated from `wsdl/weather.wsdl`.
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic)]
pub mod weather {
    include!(concat!(env!("OUT_DIR"), "/weather.rs"));
}

/// A weather station, generated from `wsdl/station.wsdl` by `wsdl/station.toml`.
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic)]
pub mod station {
    include!(concat!(env!("OUT_DIR"), "/station.rs"));
}

use weather::{Forecast, ForecastResponse, WeatherClient};

/// Asks whether to take an umbrella.
///
/// # Errors
/// When the call fails.
pub async fn umbrella(client: &WeatherClient, city: &str, key: &str) -> Result<bool, castile::Error> {
    let request = Forecast { city: city.to_owned(), key: key.to_owned(), ..Forecast::default() };
    let ForecastResponse { day } = client.forecast(&request).await?;
    Ok(day.iter().any(|day| day.rain.is_some_and(|rain| rain > 0.5)))
}
