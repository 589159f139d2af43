//! Score pictures against their original: `scores ORIGINAL PICTURE...`
//!
//! All are 8-bit PNG files of one size. Prints a line for each picture: DSSIM,
//! SSIMULACRA2 and the 3-norm of Butteraugli, separated by spaces.

use std::error::Error;

use butteraugli::{ButteraugliParams, ButteraugliReference};
use dssim_core::Dssim;
use fast_ssim2::{PixelDescriptor, PixelSlice, Ssimulacra2Reference};
use image::RgbImage;
use rgb::FromSlice;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some("--version") {
        println!("scores {}", env!("CARGO_PKG_VERSION"));
        return Ok(());
    }
    let original = read(&first.ok_or("usage: scores ORIGINAL PICTURE...")?)?;
    let size = original.dimensions();
    let (width, height) = (size.0 as usize, size.1 as usize);

    let dssim = Dssim::new();
    let structure = |picture: &RgbImage| {
        dssim
            .create_image_rgb(picture.as_raw().as_rgb(), width, height)
            .ok_or("DSSIM does not take the picture")
    };
    let before = structure(&original)?;
    let ssimulacra2 = Ssimulacra2Reference::new(&slice(&original)?)?;
    let params = ButteraugliParams::default();
    let butteraugli = ButteraugliReference::new(original.as_raw(), width, height, params)?;

    for path in arguments {
        let picture = read(&path)?;
        if picture.dimensions() != size {
            return Err(format!("{path} differs from the original in size").into());
        }
        let (difference, _) = dssim.compare(&before, structure(&picture)?);
        let score = ssimulacra2.compare(&slice(&picture)?)?;
        let norm = butteraugli.compare(picture.as_raw())?.pnorm_3;
        println!("{:.8} {score:.5} {norm:.6}", f64::from(difference));
    }
    Ok(())
}

fn read(path: &str) -> Result<RgbImage, Box<dyn Error>> {
    let picture = image::open(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(picture.into_rgb8())
}

fn slice(picture: &RgbImage) -> Result<PixelSlice<'_>, Box<dyn Error>> {
    let (width, height) = picture.dimensions();
    let stride = width as usize * 3;
    let descriptor = PixelDescriptor::RGB8_SRGB;
    let made = PixelSlice::new(picture.as_raw(), width, height, stride, descriptor);
    Ok(made.map_err(|_| "SSIMULACRA2 does not take the picture")?.into())
}
