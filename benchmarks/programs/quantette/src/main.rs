//! The crate quantette as a command: `quantette SOURCE TARGET K [wu]`
//!
//! Reduces a JPEG or PNG file to K colors in Oklab, with k-means or with Wu's method,
//! on all cores and without dithering, and writes an indexed PNG file.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;

use quantette::{ImageBuf, Pipeline, QuantizeMethod};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (source, target, k, method) = match arguments.as_slice() {
        [word] if word == "--version" => {
            println!("quantette {}", env!("CARGO_PKG_VERSION"));
            return Ok(());
        }
        [source, target, k] => (source, target, k, QuantizeMethod::kmeans()),
        [source, target, k, word] if word == "wu" => (source, target, k, QuantizeMethod::Wu),
        _ => return Err("usage: quantette SOURCE TARGET K [wu]".into()),
    };
    let picture = ImageBuf::try_from(image::open(source)?.into_rgb8())?;
    let indexed = Pipeline::new()
        .palette_size(k.parse::<u16>()?.try_into()?)
        .quantize_method(method)
        .ditherer(None)
        .parallel(true)
        .input_image(picture.as_ref())
        .output_srgb8_indexed_image();

    let file = BufWriter::new(File::create(target)?);
    let mut encoder = png::Encoder::new(file, indexed.width(), indexed.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    let levels = indexed.palette().iter().flat_map(|c| [c.red, c.green, c.blue]);
    encoder.set_palette(levels.collect::<Vec<u8>>());
    encoder.write_header()?.write_image_data(indexed.indices())?;
    Ok(())
}
