//! A small canvas: shapes with soft edges, each with a colour for every point.

use image::{Rgb, RgbImage};

/// Width and height of a picture.
pub const SIZE: (u32, u32) = (720, 540);

/// A colour of light, each part from 0 to 1.
pub type Colour = [f32; 3];

/// A colour in 24 bits.
pub fn colour(rgb: u32) -> Colour {
    [16, 8, 0].map(|shift| f32::from(u8::try_from((rgb >> shift) & 0xff).unwrap_or(u8::MAX)) / 255.0)
}

/// `from` mixed with `part` of `to`.
pub fn mix(from: Colour, to: Colour, part: f32) -> Colour {
    let part = part.clamp(0.0, 1.0);
    [0, 1, 2].map(|at| from[at] + (to[at] - from[at]) * part)
}

/// A box or an ellipse around a centre.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Centre.
    pub x: f32,
    /// Centre.
    pub y: f32,
    /// Half its width.
    pub half_width: f32,
    /// Half its height.
    pub half_height: f32,
    /// Radius of the corners of a box; none = an ellipse.
    pub corner: Option<f32>,
    /// Width of the soft edge, in pixels.
    pub edge: f32,
}

impl Shape {
    /// An ellipse.
    pub fn ellipse(x: f32, y: f32, half_width: f32, half_height: f32) -> Self {
        Self { x, y, half_width, half_height, corner: None, edge: 1.5 }
    }

    /// A box with round corners.
    pub fn round_box(x: f32, y: f32, half_width: f32, half_height: f32, corner: f32) -> Self {
        Self { x, y, half_width, half_height, corner: Some(corner), edge: 1.5 }
    }

    /// How far a point is outside, in pixels; negative inside.
    fn distance(&self, x: f32, y: f32) -> f32 {
        let (right, down) = ((x - self.x).abs(), (y - self.y).abs());
        match self.corner {
            Some(corner) => {
                let (right, down) = (right - self.half_width + corner, down - self.half_height + corner);
                right.max(0.0).hypot(down.max(0.0)) + right.max(down).min(0.0) - corner
            }
            None => {
                let reach = (right / self.half_width).hypot(down / self.half_height);
                (reach - 1.0) * self.half_width.min(self.half_height)
            }
        }
    }
}

/// A picture in the making.
pub struct Canvas {
    points: Vec<Colour>,
}

impl Canvas {
    /// A canvas with this colour at each height, from 0 at the top to 1.
    pub fn new(background: impl Fn(f32) -> Colour) -> Self {
        let (width, height) = SIZE;
        let rows = (0..height).map(|y| background(float(y) / float(height)));
        Self { points: rows.flat_map(|row| std::iter::repeat_n(row, usize::try_from(width).unwrap_or(0))).collect() }
    }

    /// Fills a shape. Its colour depends on the place in it: from -1 to 1, left to right and top to bottom.
    pub fn fill(&mut self, shape: Shape, opacity: f32, colour: impl Fn(f32, f32) -> Colour) {
        let width = usize::try_from(SIZE.0).unwrap_or(1);
        let least = shape.half_width.min(shape.half_height);
        let outside = |half: f32, centre: f32, at: f32| (at - centre).abs() > half + shape.edge * half / least;
        for (row, points) in (0..SIZE.1).zip(self.points.chunks_mut(width)) {
            let y = float(row);
            if outside(shape.half_height, shape.y, y) {
                continue;
            }
            for (column, point) in (0..SIZE.0).zip(points) {
                let x = float(column);
                if outside(shape.half_width, shape.x, x) {
                    continue;
                }
                let inside = (0.5 - shape.distance(x, y) / shape.edge).clamp(0.0, 1.0);
                if inside > 0.0 {
                    let place = ((x - shape.x) / shape.half_width, (y - shape.y) / shape.half_height);
                    *point = mix(*point, colour(place.0, place.1), inside * opacity);
                }
            }
        }
    }

    /// The picture.
    pub fn into_picture(self) -> RgbImage {
        let mut points = self.points.into_iter();
        RgbImage::from_fn(SIZE.0, SIZE.1, |_, _| Rgb(points.next().unwrap_or_default().map(byte)))
    }
}

fn float(pixels: u32) -> f32 {
    // Pixels are few enough to be exact.
    f32::from(u16::try_from(pixels).unwrap_or(u16::MAX))
}

fn byte(part: f32) -> u8 {
    // `as` takes what is out of reach to the nearest byte.
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}
