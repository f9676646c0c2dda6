//! Writes the file: objects in object streams, and a cross-reference stream (ISO 32000-1 §7.5.7 and §7.5.8).
//!
//! lopdf's own writer does not compress the cross-reference stream and omits object 0. This writer renumbers the
//! objects without gaps, so objects that were dropped during assembly leave no trace.

use std::collections::BTreeMap;
use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::object::{compressed, name, raw};
use crate::deflate;

/// Objects per stream: enough to compress well, few enough for a reader that needs only one of them.
const PER_STREAM: usize = 200;

/// Place of an object, as the cross-reference stream states it.
enum ObjectPlace {
    /// An offset in the file.
    Offset(usize),
    /// An index in an object stream.
    Packed { stream: u32, index: usize },
}

/// Returns the bytes of `document`.
pub(super) fn save(document: &Document) -> Vec<u8> {
    let numbers: BTreeMap<ObjectId, u32> = document.objects.keys().copied().zip(1..).collect();
    let mut writer = Writer { numbers, out: Vec::with_capacity(1 << 16) };
    writer.out.extend(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    let mut places = Vec::with_capacity(document.objects.len());
    let packs = writer.streams(document, &mut places);
    writer.packed(document, &packs, &mut places);
    writer.cross_reference(&document.trailer, &places);
    writer.out
}

struct Writer {
    numbers: BTreeMap<ObjectId, u32>,
    out: Vec<u8>,
}

impl Writer {
    /// Writes the streams and returns which objects are to be packed into object streams.
    fn streams(&mut self, document: &Document, places: &mut Vec<ObjectPlace>) -> Vec<ObjectId> {
        let mut packed = Vec::new();
        let first = document.objects.len() as u32 + 1;
        for (id, object) in &document.objects {
            crate::halt::point();
            if let Object::Stream(stream) = object {
                places.push(ObjectPlace::Offset(self.out.len()));
                self.stream(places.len() as u32, stream);
            } else {
                let stream = first + (packed.len() / PER_STREAM) as u32;
                places.push(ObjectPlace::Packed { stream, index: packed.len() % PER_STREAM });
                packed.push(*id);
            }
        }
        packed
    }

    /// Writes the object streams.
    fn packed(&mut self, document: &Document, ids: &[ObjectId], places: &mut Vec<ObjectPlace>) {
        for chunk in ids.chunks(PER_STREAM) {
            let (mut index, start) = (Vec::new(), self.out.len());
            for id in chunk {
                let _ = write!(index, "{} {} ", self.numbers[id], self.out.len() - start);
                self.object(&document.objects[id]);
                self.out.push(b'\n');
            }
            let content = [&index, &self.out[start..]].concat();
            self.out.truncate(start);
            let mut dict = Dictionary::new();
            dict.set("Type", name("ObjStm"));
            dict.set("N", chunk.len() as i64);
            dict.set("First", index.len() as i64);
            places.push(ObjectPlace::Offset(start));
            self.stream(places.len() as u32, &compressed(dict, &content));
        }
    }

    /// Writes the cross-reference stream, whose rows are predicted from the previous row (PNG's "up", §7.4.4.4).
    fn cross_reference(&mut self, trailer: &Dictionary, places: &[ObjectPlace]) {
        let start = self.out.len();
        let mut rows = vec![[0, 0, 0, 0, 0, 0xFF, 0xFF]];
        rows.extend(places.iter().chain([&ObjectPlace::Offset(start)]).map(row));
        let mut content = Vec::with_capacity(rows.len() * 8);
        let mut above = [0u8; 7];
        for row in &rows {
            content.push(2);
            content.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
            above = *row;
        }
        let mut parameters = Dictionary::new();
        parameters.set("Predictor", 12);
        parameters.set("Columns", 7);
        let mut dict = trailer.clone();
        dict.set("Type", name("XRef"));
        dict.set("Size", rows.len() as i64);
        dict.set("W", vec![1.into(), 4.into(), 2.into()]);
        dict.set("Filter", name("FlateDecode"));
        dict.set("DecodeParms", parameters);
        self.stream(rows.len() as u32 - 1, &raw(dict, deflate::zlib(&content)));
        let _ = write!(self.out, "startxref\n{start}\n%%EOF\n");
    }

    fn stream(&mut self, number: u32, stream: &Stream) {
        let _ = write!(self.out, "{number} 0 obj\n<<");
        self.entries(stream.dict.iter().filter(|(key, _)| *key != b"Length"));
        let _ = write!(self.out, "/Length {}>>\nstream\n", stream.content.len());
        self.out.extend(&stream.content);
        self.out.extend(b"\nendstream\nendobj\n");
    }

    fn object(&mut self, object: &Object) {
        let out = &mut self.out;
        let _ = match object {
            Object::Null | Object::Stream(_) => write!(out, "null"),
            Object::Boolean(value) => write!(out, "{value}"),
            Object::Integer(value) => write!(out, "{value}"),
            Object::Real(value) => write!(out, "{}", if value.is_finite() { *value } else { 0.0 }),
            Object::Reference(id) => match self.numbers.get(id) {
                Some(number) => write!(out, "{number} 0 R"),
                None => write!(out, "null"),
            },
            Object::Name(name) => {
                write_name(out, name);
                Ok(())
            }
            Object::String(bytes, format) => {
                write_string(out, bytes, format);
                Ok(())
            }
            Object::Array(items) => {
                self.array(items);
                Ok(())
            }
            Object::Dictionary(dict) => {
                self.out.extend(b"<<");
                self.entries(dict.iter());
                self.out.extend(b">>");
                Ok(())
            }
        };
    }

    fn array(&mut self, items: &[Object]) {
        self.out.push(b'[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 && needs_space(item) {
                self.out.push(b' ');
            }
            self.object(item);
        }
        self.out.push(b']');
    }

    fn entries<'a>(&mut self, entries: impl Iterator<Item = (&'a Vec<u8>, &'a Object)>) {
        for (key, value) in entries {
            write_name(&mut self.out, key);
            if needs_space(value) {
                self.out.push(b' ');
            }
            self.object(value);
        }
    }
}

/// Encodes a row of the cross-reference table: kind, four bytes, two bytes.
fn row(place: &ObjectPlace) -> [u8; 7] {
    let (kind, [a, b, c, d], [e, f]) = match *place {
        ObjectPlace::Offset(offset) => (1, (offset as u32).to_be_bytes(), [0, 0]),
        ObjectPlace::Packed { stream, index } => (2, stream.to_be_bytes(), (index as u16).to_be_bytes()),
    };
    [kind, a, b, c, d, e, f]
}

/// Whether `object` needs a space before it because it does not begin with a delimiter.
fn needs_space(object: &Object) -> bool {
    !matches!(object, Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_))
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn write_string(out: &mut Vec<u8>, bytes: &[u8], format: &StringFormat) {
    if *format == StringFormat::Hexadecimal {
        let _ = write!(out, "<");
        bytes.iter().for_each(|byte| _ = write!(out, "{byte:02X}"));
        return out.push(b'>');
    }
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::super::object::bytes;
    use super::*;

    /// Makes a catalog, a stream, a gap in the numbers and more objects than fit into one object stream.
    fn document() -> Document {
        let mut document = Document::new();
        let catalog = document.add_object(Object::Dictionary(Dictionary::from_iter([("Type", name("Catalog"))])));
        let dropped = document.add_object(Object::Null);
        document.add_object(raw(Dictionary::new(), b"abc".to_vec()));
        for number in 0..300 {
            document.add_object(Object::Array(vec![bytes(b"(\\\r)".to_vec()), Object::Integer(number)]));
        }
        document.objects.remove(&dropped);
        document.trailer.set("Root", Object::Reference(catalog));
        document
    }

    #[test]
    fn what_is_saved_reads_back() {
        let read = Document::load_mem(&save(&document())).unwrap();
        assert!(read.catalog().is_ok());
        let arrays: Vec<_> = read.objects.values().filter_map(|object| object.as_array().ok()).collect();
        assert_eq!(arrays.len(), 300);
        assert!(arrays.iter().all(|array| array[0].as_str().unwrap() == b"(\\\r)"));
    }

    #[test]
    fn reals_that_are_no_numbers_are_written_as_zero() {
        let mut document = document();
        document.add_object(Object::Array(vec![Object::Real(f32::NAN), Object::Real(f32::INFINITY)]));
        let read = Document::load_mem(&save(&document)).unwrap();
        assert!(!read.objects.values().any(|object| format!("{object:?}").contains("NaN")));
    }
}
