//! Further rules beside their examples: forms of credit lines by what they have in common, and captions that look alike.
//!
//! A row is a caption, then title, author, source and licence as read; `-` is "not stated".

use super::specification::{check, read};

fn none(captions: &[&str]) {
    let taken: Vec<&&str> = captions.iter().filter(|caption| read(caption)[0] != "no credit").collect();
    assert!(taken.is_empty(), "taken as credits: {taken:?}");
}

#[test]
fn an_institution_in_letters_stands_before_its_photographer() {
    check(&[
        ("Photo: ILO/M. Crozay", ["-", "M. Crozay", "ILO", "-"]),
        ("© WWF-Elm / Mazen Abdal", ["-", "Mazen Abdal", "WWF-Elm", "-"]),
        ("© XYZ 2021/Amanda Nerol", ["-", "Amanda Nerol", "XYZ 2021", "-"]),
        ("Image: ELMO | Ida Moss", ["-", "Ida Moss", "ELMO", "-"]),
        ("XYZO/Jacob W. Frankel", ["-", "Jacob W. Frankel", "XYZO", "-"]),
        ("The team in the lab (ELMA/Reed Hutch)", ["The team in the lab", "Reed Hutch", "ELMA", "-"]),
        ("Photo: Ida Moss/ELMO", ["-", "Ida Moss", "ELMO", "-"]),
        ("Photo credit: elmpictures.com / forgiz", ["-", "forgiz", "elmpictures.com", "-"]),
        ("Photo: iStockPhoto.com/forgiz", ["-", "forgiz", "iStockPhoto.com", "-"]),
    ]);
    check(&[
        ("Foto: SR/C. Ohne", ["-", "C. Ohne", "SR", "-"]),
        ("ANN LEEWARD/HARBOUR", ["-", "ANN LEEWARD", "HARBOUR", "-"]),
        ("Reyna Abdil/Westend", ["-", "Reyna Abdil", "Westend", "-"]),
    ]);
    none(&["Ann Lee/Bo Ek", "Ann Lee / Elmtown", "The mill/the barn"]);
    none(&["AC/DC at Elmley", "TCP/IP model", "iOS/Android", "The relay (GB/Ann Lee)", "ELM/Oak border"]);
}

#[test]
fn what_a_bracket_holds_stays_together() {
    check(&[
        ("(Luis Hidal/Associated Press) Police in the streets of Elm.", ["-", "Luis Hidal", "Associated Press", "-"]),
        ("[Photo: Ida Moss / ELMO] The gate was shut again on Monday.", ["-", "Ida Moss", "ELMO", "-"]),
        ("Credit: ELMA (ESO/NAOJ/NRAO); B. Saxby", ["-", "B. Saxby", "ELMA (ESO/NAOJ/NRAO)", "-"]),
        ("Credit: NASA/ESA/Elm Heritage Team (STScI/AURA)", ["-", "NASA/ESA/Elm Heritage Team (STScI/AURA)", "-", "-"]),
        ("Crowds at the quay [Rania Hadd, Al Masir]", ["Crowds at the quay", "Rania Hadd", "Al Masir", "-"]),
    ]);
    none(&["Crowds at the quay (Rania Hadd, Tom Reed)", "(Left) A mill and (right) a barn"]);
}

#[test]
fn a_credit_in_the_last_bracket_leaves_the_caption_whole() {
    let park = "Tulips and hyacinths in the park, Lisse, Netherlands";
    check(&[
        (&format!("{park} (© Ann Leeward/Getty Images)"), [park, "Ann Leeward", "Getty Images", "-"]),
        (&format!("{park} (photo: Ann Leeward)"), [park, "Ann Leeward", "-", "-"]),
        (&format!("{park} [Foto: Ann Leeward / AFP]."), [park, "Ann Leeward", "AFP", "-"]),
        (
            "The trainees (Elm University, February 2015). Image credit: Ann Leeward",
            ["The trainees (Elm University, February 2015)", "Ann Leeward", "-", "-"],
        ),
        ("Pferdestall. (Foto: SR/C. Ohne)", ["Pferdestall", "C. Ohne", "SR", "-"]),
    ]);
}

#[test]
fn a_slash_behind_a_label_is_its_colon() {
    check(&[
        ("Photo/Gus Ruell", ["-", "Gus Ruell", "-", "-"]),
        ("Photo / Mark Mitchie", ["-", "Mark Mitchie", "-", "-"]),
        ("Bison in the valley. XYZ Photo/Neal Herb", ["Bison in the valley", "Neal Herb", "XYZ", "-"]),
        ("The new trail. (Courtesy photo / Valley Land Trust)", ["The new trail", "Valley Land Trust", "-", "-"]),
        ("Photo/Illustration: Ida Moss", ["-", "Ida Moss", "-", "-"]),
    ]);
    none(&["Photo/video booth", "Photo / Video night", "Image/caption pairs", "Family photo/dinner at Anna's"]);
}

#[test]
fn ranks_and_titles_do_not_end_a_sentence() {
    check(&[
        (
            "Soldiers attack, Feb. 2, 2016. Army photo by Pvt. Randy Wrenn",
            ["Soldiers attack, Feb. 2, 2016", "Pvt. Randy Wrenn", "Army", "-"],
        ),
        (
            "Soldiers on Camp Elm. (U.S. Army photo by Pfc. Anthony Ford).",
            ["Soldiers on Camp Elm", "Pfc. Anthony Ford", "U.S. Army", "-"],
        ),
        ("Photo by Cpl. Ida Moss", ["-", "Cpl. Ida Moss", "-", "-"]),
        ("Photo: Capt. Ida Moss / Elm Navy", ["-", "Capt. Ida Moss", "Elm Navy", "-"]),
    ]);
}

#[test]
fn a_work_stands_before_the_label_of_its_picture() {
    check(&[
        (
            "Johan Vree, View of the Harbour at Night, c. 1665. Photo: Elm Museum, Rotterdam",
            ["Johan Vree, View of the Harbour at Night, c. 1665", "Elm Museum, Rotterdam", "-", "-"],
        ),
        ("Pavilion 2018 / Carla Pinto. Image © John Gollin", ["Pavilion 2018 / Carla Pinto", "John Gollin", "-", "-"]),
        (
            "Johan Vree, The Tide Mill, 1889. Elm Museum of Art, York. Public domain.",
            ["The Tide Mill", "Johan Vree", "Elm Museum of Art, York", "Public domain"],
        ),
        (
            "Pieter Brug the Elder, Winter, 1565. National Museum of Elm. CC0",
            ["Winter", "Pieter Brug the Elder", "National Museum of Elm", "CC0"],
        ),
        (
            "Johan Vree. The Tide Mill, 1889. Photo: Elm Museum",
            ["Johan Vree. The Tide Mill, 1889", "Elm Museum", "-", "-"],
        ),
    ]);
}

#[test]
fn a_courtesy_names_the_artist_too() {
    check(&[
        (
            "Portrait of Yuri Ja in her studio. Image courtesy of the artist.",
            ["Portrait of Yuri Ja in her studio", "the artist", "-", "-"],
        ),
        ("Courtesy of the artist and Elm Gallery", ["-", "the artist and Elm Gallery", "-", "-"]),
        ("Slide image courtesy of Miko Braun.", ["-", "Miko Braun", "-", "-"]),
        ("Photo courtesy by Jan van den Herk", ["-", "Jan van den Herk", "-", "-"]),
        ("Photo by Ida Moss, courtesy of Studio Elm", ["-", "Ida Moss", "Studio Elm", "-"]),
    ]);
    none(&["Photo received: the mill on Monday", "Courtesy vehicles while you wait", "Courtesy call on the mayor"]);
}

#[test]
fn photographed_by_is_a_label() {
    check(&[
        ("ELM PUNKS lookbook, photographed by Shoji Aoya", ["ELM PUNKS lookbook", "Shoji Aoya", "-", "-"]),
        ("Photographed by Peter Lind, Styled by Grace Codd", ["-", "Peter Lind", "-", "-"]),
        ("The mill in winter, photographed by Ida Moss in 1931", ["The mill in winter", "Ida Moss", "-", "-"]),
    ]);
    none(&["The pool, photographed before the dig", "A dress designed by Ida Moss", "A mural painted by Ida Moss"]);
}

#[test]
fn places_and_outlets_behind_the_maker() {
    check(&[
        ("Photo by Ann Leary, Berlin", ["-", "Ann Leary", "-", "-"]),
        ("Photo: Jake Belch, MIT", ["-", "Jake Belch", "MIT", "-"]),
        ("Photo by Jake Belch, ProElma", ["-", "Jake Belch", "ProElma", "-"]),
        ("Photo by Jake Belch, ELM", ["-", "Jake Belch", "ELM", "-"]),
        ("Photo: by Alex Berlin.", ["-", "Alex Berlin", "-", "-"]),
        (
            "Photograph by Dora Lang, 1936, Elm Security Administration",
            ["-", "Dora Lang", "Elm Security Administration", "-"],
        ),
    ]);
}

#[test]
fn an_account_before_its_platform_is_the_maker() {
    check(&[
        ("Photo via @loumars on Instagram", ["-", "@loumars", "Instagram", "-"]),
        ("Photo via Lou Mars’s Instagram", ["-", "Lou Mars", "Instagram", "-"]),
        ("Photo from Flickr page of Ny Nguye", ["-", "Ny Nguye", "Flickr", "-"]),
        (
            "Photo from Flickr page of Ny Nguye used under CC License Attribution-ShareAlike 2.0 Generic",
            ["-", "Ny Nguye", "Flickr", "Attribution-ShareAlike 2.0 Generic"],
        ),
        ("Map data from OpenStreetMap", ["-", "-", "OpenStreetMap", "-"]),
        ("Credit: iStock/Getty Images Plus", ["-", "-", "iStock/Getty Images Plus", "-"]),
    ]);
}

#[test]
fn titles_hold_no_words_of_the_form() {
    check(&[
        ("xkcd.com/1234 by Randy Monk, CC BY-NC 2.5", ["-", "Randy Monk", "xkcd.com/1234", "CC BY-NC 2.5"]),
        ("Map: The three routes, CC BY 4.0", ["The three routes", "-", "-", "CC BY 4.0"]),
        ("Drawing: The Harbour authors, CC BY 4.0", ["-", "The Harbour authors", "-", "CC BY 4.0"]),
        ("Source: Elmsearch: The Definitive Guide", ["-", "-", "Elmsearch: The Definitive Guide", "-"]),
        ("Header background illustration by Tanya Dz via Adobe Stock", ["-", "Tanya Dz", "Adobe Stock", "-"]),
        ("Credit: X-ray: NASA/CXC", ["-", "-", "NASA/CXC", "-"]),
    ]);
    none(&["Image: Hero Section Layout", "Image: Database Schema", "https://example.com/a"]);
}

#[test]
fn a_whole_line_of_name_and_institution() {
    check(&[
        ("Jesper Rais / Elm University", ["-", "Jesper Rais", "Elm University", "-"]),
        ("Mark Holl/Elm Chronicle", ["-", "Mark Holl", "Elm Chronicle", "-"]),
        ("Tomas Herrig / Staff Photographer", ["-", "Tomas Herrig", "-", "-"]),
    ]);
    none(&["Anna Holt / Tom Reed, mixed doubles winners", "Ana Silva/Tom Reed duet, act two", "Mill / Elm Museum"]);
}

#[test]
fn an_office_before_a_colon_in_brackets() {
    check(&[
        ("The ferry at low tide (ABC News: Tara Whit)", ["The ferry at low tide", "Tara Whit", "ABC News", "-"]),
        ("The bakery in 1974. (Supplied: Rhona Beal)", ["The bakery in 1974", "Rhona Beal", "Supplied", "-"]),
        ("The ferry [Elm Press: Tara Whit]", ["The ferry", "Tara Whit", "Elm Press", "-"]),
        ("Wikimedia image credits: Ida Moss, CC BY-SA 4.0.", ["-", "Ida Moss", "Wikimedia", "CC BY-SA 4.0"]),
    ]);
    none(&[
        "The cast (director: Tara Whit)",
        "The cast (left: Tara Whit, right: Tom Reed)",
        "The vote (yes: 12, no: 4)",
    ]);
}

#[test]
fn a_sentence_behind_a_complete_credit_is_none_of_it() {
    check(&[
        (
            "\"The mill\" by Ida Moss is licensed under CC BY 4.0. Access for free at elm.org",
            ["The mill", "Ida Moss", "-", "CC BY 4.0"],
        ),
        ("Photo by Ida Moss, CC BY 4.0. Ships leave at dawn.", ["-", "Ida Moss", "-", "CC BY 4.0"]),
        ("Photo: Ida Moss / AFP. Crowds gather in the square on Monday, and stay.", ["-", "Ida Moss", "AFP", "-"]),
        ("Photo by Ida Moss. Used with permission.", ["-", "Ida Moss", "-", "Used with permission"]),
    ]);
}

#[test]
fn a_bar_or_a_tight_slash_before_an_outlet() {
    check(&[
        ("TARA WHIT | THE DENBY TIMES", ["-", "TARA WHIT", "THE DENBY TIMES", "-"]),
        ("The Elm Bridge - Tara Whit/Denby Herald", ["The Elm Bridge", "Tara Whit", "Denby Herald", "-"]),
        ("The gate. Tara Whit/Denby Herald", ["The gate", "Tara Whit", "Denby Herald", "-"]),
        ("Map by Tara Whit using data from OpenStreetMap", ["-", "Tara Whit", "OpenStreetMap", "-"]),
        ("Image by (CC) gravit / Flickr", ["-", "gravit", "Flickr", "-"]),
    ]);
    none(&[
        "Rosa Lund / Maths teacher",
        "Source Han Sans, a typeface",
        "Photography Club meets on Tuesdays",
        "Rosa Lund | Tom Beale",
        "Rosa Lund / Denby Rovers Club",
        "The final - Tom Beale/Denby Rovers Club",
        "Rosa Lund | Denby School",
        "PC: minimum requirements",
    ]);
}
