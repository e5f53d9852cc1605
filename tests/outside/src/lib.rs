//! A crate outside of Castile: it has a WSDL of its own, compiles it in `build.rs` and depends on the runtime alone.

/// The weather service, generated from `wsdl/weather.wsdl`.
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic)]
pub mod weather {
    include!(concat!(env!("OUT_DIR"), "/weather.rs"));
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
