//! Tables of synonyms. Words of a group are equivalent; a theme is one-way, from a broad term ("dulce") to the
//! products it covers.

/// Equivalent words, normalized and separated by spaces. The singular is enough, because words are stemmed.
pub struct SynonymGroup {
    /// Spanish words.
    pub es: &'static str,
    /// English words.
    pub en: &'static str,
}

/// Broad terms and the words they expand to, normalized and separated by spaces.
pub struct Theme {
    /// Broad terms in both languages.
    pub terms: &'static str,
    /// Spanish words of product and family names.
    pub expands_to: &'static str,
}

const fn group(es: &'static str, en: &'static str) -> SynonymGroup {
    SynonymGroup { es, en }
}

const fn theme(terms: &'static str, expands_to: &'static str) -> Theme {
    Theme { terms, expands_to }
}

/// All groups of synonyms.
pub const SYNONYM_GROUPS: &[SynonymGroup] = &[
    // preserves and sweets
    group("mermelada confitura dulce jalea compota", "jam marmalade jelly"),
    group("miel", "honey"),
    group("manjar dulcedeleche cajeta", "caramel toffee"),
    group("caramelo caluga calugon toffee", "candy caramel toffee"),
    group("chocolate bombon cacao", "chocolate bonbon truffle"),
    group("galleta galletita bizcocho", "cookie biscuit"),
    group("kuchen tarta pastel torta queque", "kuchen cake pie tart"),
    group("alfajor", "alfajor"),
    group("azucar", "sugar"),
    group("almibar", "syrup"),
    group("jarabe sirope", "syrup cordial"),
    group("vinagre", "vinegar"),
    group("conserva escabeche encurtido pickle", "pickle pickled"),
    group("pasta pate untable", "pate spread"),
    group("polen", "pollen"),
    group("propoleo", "propolis"),
    // bread and grain
    group("pan hogaza marraqueta", "bread loaf"),
    group("harina", "flour"),
    group("avena", "oat oatmeal"),
    group("granola muesli", "granola muesli"),
    group("nuez", "walnut nut"),
    group("avellana gevuina", "hazelnut"),
    group("pinon", "pinenut pine araucaria"),
    // fish and shellfish
    group("salmon", "salmon"),
    group("trucha", "trout"),
    group("merluza", "hake"),
    group("robalo", "bass"),
    group("congrio", "conger"),
    group("pejerrey", "silverside smelt"),
    group("centolla", "kingcrab"),
    group("jaiba cangrejo", "crab"),
    group("cholga chorito mejillon choro", "mussel"),
    group("ostra ostion", "oyster scallop"),
    group("almeja", "clam"),
    group("erizo", "urchin"),
    group("camaron", "shrimp prawn"),
    group("alga cochayuyo luche ulte", "seaweed kelp"),
    group("ahumado ahumar", "smoked"),
    group("seco deshidratado secado", "dried dry dehydrated"),
    group("congelado", "frozen"),
    group("fresco", "fresh"),
    // meat
    group("cordero borrego ovino", "lamb mutton"),
    group("vacuno res novillo", "beef"),
    group("ciervo venado", "venison deer"),
    group("jabali", "boar"),
    group("liebre conejo", "hare rabbit"),
    group("cerdo chancho", "pork"),
    group("charqui charque", "jerky"),
    group("longaniza chorizo salchicha embutido", "sausage"),
    group("jamon", "ham"),
    // dairy
    group("queso quesillo", "cheese"),
    group("cabra", "goat"),
    group("oveja", "sheep ewe"),
    group("vaca", "cow"),
    group("mantequilla", "butter"),
    group("leche lacteo", "milk dairy"),
    group("yogur yoghurt yogurt", "yogurt yoghurt"),
    group("crema nata", "cream"),
    group("huevo", "egg"),
    // fruit
    group("calafate michay", "calafate barberry"),
    group("murta murtilla mutilla uni", "murta murtilla"),
    group("maqui", "maqui"),
    group("mosqueta rosamosqueta escaramujo", "rosehip rose hip"),
    group("frambuesa", "raspberry"),
    group("mora zarzamora", "blackberry"),
    group("arandano", "blueberry"),
    group("frutilla fresa", "strawberry"),
    group("grosella zarzaparrilla", "currant gooseberry redcurrant blackcurrant"),
    group("cassis", "cassis blackcurrant"),
    group("sauco", "elder elderberry elderflower"),
    group("guinda cereza", "cherry"),
    group("ciruela", "plum prune"),
    group("manzana", "apple"),
    group("pera", "pear"),
    group("membrillo", "quince"),
    group("damasco albaricoque", "apricot"),
    group("ruibarbo nalca pangue", "rhubarb"),
    group("chaura", "chaura"),
    group("uva", "grape"),
    group("limon", "lemon"),
    // vegetables and wild plants
    group("hongo callampa seta champinon", "mushroom fungus"),
    group("morchella morilla colmenilla", "morel"),
    group("boletus", "porcini boletus"),
    group("ajo", "garlic"),
    group("cebolla", "onion"),
    group("papa patata", "potato"),
    group("zanahoria", "carrot"),
    group("aji merken picante", "chili chilli hot spicy"),
    group("sal", "salt"),
    group("hierba yerba", "herb"),
    group("menta", "mint"),
    group("cedron", "verbena"),
    group("romero", "rosemary"),
    group("matico paico poleo", "matico pennyroyal"),
    group("ulmo", "ulmo"),
    group("tiaca tineo", "tiaca tineo"),
    group("trebol", "clover"),
    group("flor", "flower blossom"),
    group("nativo silvestre bosque", "wild native forest"),
    // drinks
    group("licor enguindado", "liqueur liquor"),
    group("aguardiente destilado grapa", "spirit brandy schnapps"),
    group("gin ginebra", "gin"),
    group("cerveza", "beer ale"),
    group("sidra chicha", "cider"),
    group("hidromiel", "mead"),
    group("vino", "wine"),
    group("jugo zumo nectar", "juice nectar"),
    group("te infusion tisana", "tea infusion"),
    // packaging, practices and labels
    group("canasta cesta caja surtido", "basket hamper box"),
    group("organico ecologico", "organic"),
    group("artesanal artesano casero", "homemade handmade artisan craft"),
    group("vegano", "vegan"),
    group("vegetariano", "vegetarian"),
    group("sello certificado", "seal certified"),
];

const SWEET: &str =
    "mermelada confitura jalea miel chocolate alfajor kuchen galleta manjar caluga bombon dulce almibar torta";
const DRINKS: &str = "licor jugo cerveza sidra te hidromiel infusion gin aguardiente vino";
const BERRIES: &str = "calafate murta maqui mosqueta frambuesa mora arandano frutilla grosella cassis sauco guinda";
const FRUIT: &str = "calafate murta maqui mosqueta frambuesa mora arandano frutilla grosella sauco guinda ciruela manzana \
    membrillo ruibarbo pera damasco";
const SNACKS: &str = "queso charqui ahumado pate conserva longaniza jamon galleta";

/// All themes.
pub const THEMES: &[Theme] = &[
    theme("dulce postre goloso sweet dessert treat", SWEET),
    // "Preserve" may be jam or canned seafood.
    theme("preserve", "mermelada confitura jalea conserva"),
    theme(
        "salado savory savoury salty",
        "queso charqui ahumado pate hongo cordero salmon trucha sal conserva longaniza",
    ),
    theme("desayuno breakfast tostada toast", "mermelada miel queso mantequilla pan te huevo granola yogur manjar"),
    theme("once merienda teatime", "mermelada miel kuchen galleta pan queso te manjar alfajor"),
    theme("picoteo aperitivo coctel tabla snack appetizer appetiser picnic colacion", SNACKS),
    theme(
        "regalo recuerdo bienvenida obsequio gift souvenir present welcome",
        "canasta licor chocolate miel mermelada",
    ),
    theme("bebida tomar beber trago bajativo drink beverage digestif", DRINKS),
    theme("alcohol alcoholico alcoholic spirits booze", "licor cerveza sidra hidromiel gin aguardiente vino"),
    theme("asado parrilla parrillada barbecue bbq grill", "cordero vacuno longaniza cerdo jabali ciervo"),
    theme("carne meat", "cordero vacuno ciervo jabali liebre charqui longaniza jamon"),
    theme("pescado fish", "salmon trucha merluza robalo congrio pejerrey"),
    theme("marisco seafood shellfish", "cholga ostra almeja centolla jaiba erizo camaron"),
    theme("berry berries baya frutos", BERRIES),
    theme("fruta fruit", FRUIT),
    theme("lacteo dairy", "queso mantequilla yogur leche crema manjar"),
];

#[cfg(test)]
mod tests {
    use super::{super::tokens::is_stop_word, *};
    use crate::platform::words::normalize;

    #[test]
    fn words_are_normalized_and_not_stop_words() {
        let texts = SYNONYM_GROUPS.iter().flat_map(|group| [group.es, group.en]);
        let themes = THEMES.iter().flat_map(|theme| [theme.terms, theme.expands_to]);
        for word in texts.chain(themes).flat_map(str::split_whitespace) {
            assert_eq!(normalize(word), word);
            assert!(!is_stop_word(word), "{word} is a stop word and is never searched");
        }
    }
}
