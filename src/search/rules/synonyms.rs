//! Tables of synonyms. Words of a group are equivalent; a theme is one-way, from a broad term ("dulce") to the
//! products it covers.

/// Equivalent words, normalized and separated by spaces, those of a phrase by `_`. The singular is enough, because words are
/// stemmed.
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
    group("mermelada confitura jalea compota", "jam marmalade jelly"),
    group("miel", "honey"),
    group("manjar dulce_de_leche dulcedeleche cajeta", "caramel toffee"),
    group("caramelo caluga calugon toffee", "candy caramel toffee"),
    group("chocolate bombon cacao trufa", "chocolate bonbon truffle"),
    group("turron", "nougat"),
    group("magdalena", "muffin cupcake"),
    group("mantecado", "shortbread"),
    group("galleta galletita bizcocho", "cookie biscuit"),
    group("aceite", "oil"),
    group("confitado", "candied"),
    group("polvo", "powder"),
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
    group("trigo", "wheat"),
    group("centeno", "rye"),
    group("espelta", "spelt"),
    group("maiz choclo elote", "corn maize"),
    group("masa_madre", "sourdough"),
    group("integral", "wholemeal wholegrain"),
    group("lenteja", "lentil"),
    group("garbanzo", "chickpea garbanzo"),
    group("alubia poroto frijol judia judion faba haba", "bean"),
    group("guisante arveja", "pea"),
    group("legumbre menestra", "legume pulse"),
    group("harina", "flour"),
    group("avena", "oat oatmeal"),
    group("granola muesli", "granola muesli"),
    group("nuez nueces", "walnut nut"),
    group("almendra", "almond"),
    group("aceituna oliva", "olive"),
    group("girasol maravilla", "sunflower"),
    group("avellana gevuina", "hazelnut"),
    group("pinon", "pinenut pine araucaria"),
    // fish and shellfish
    group("salmon", "salmon"),
    group("trucha", "trout"),
    group("merluza", "hake"),
    group("robalo", "bass"),
    group("congrio", "conger"),
    group("pejerrey", "silverside smelt"),
    group("centolla", "king_crab kingcrab"),
    group("pescado pez", "fish"),
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
    group("vacuno res novillo ternera", "beef veal"),
    group("pollo", "chicken"),
    group("pierna", "leg"),
    group("paleta", "shoulder"),
    group("chuleta", "chop"),
    group("lomo", "loin"),
    group("ciervo venado", "venison deer"),
    group("jabali", "boar"),
    group("liebre conejo", "hare rabbit"),
    group("cerdo chancho", "pork"),
    group("charqui charque charki cecina", "jerky"),
    group("longaniza chorizo salchicha salchichon embutido morcilla", "sausage"),
    group("jamon", "ham"),
    group("loncheado lonchas", "sliced"),
    // dairy
    group("queso quesillo", "cheese"),
    group("requeson", "ricotta curd cottage_cheese"),
    group("cuajada", "curd"),
    group("kefir", "kefir"),
    group("azul", "blue"),
    group("curado maduro madurado anejo", "aged matured ripe"),
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
    group("mosqueta rosamosqueta escaramujo", "rosehip rose_hip"),
    group("frambuesa", "raspberry"),
    group("mora zarzamora", "blackberry"),
    group("naranja", "orange"),
    group("melocoton durazno", "peach"),
    group("granada", "pomegranate"),
    group("caqui", "persimmon"),
    group("nispero", "loquat medlar"),
    group("higo", "fig"),
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
    group("tomate jitomate", "tomato"),
    group("lechuga", "lettuce"),
    group("calabacin zapallo_italiano zucchini", "zucchini courgette"),
    group("calabaza zapallo", "pumpkin squash"),
    group("berenjena", "eggplant aubergine"),
    group("acelga", "chard"),
    group("espinaca", "spinach"),
    group("puerro", "leek"),
    group("alcachofa alcaucil", "artichoke"),
    group("esparrago", "asparagus"),
    group("pimiento morron", "pepper capsicum"),
    group("pimenton paprika", "paprika"),
    group("verdura hortaliza vegetal", "vegetable veggie"),
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
    group("tinto", "red"),
    group("blanco", "white"),
    group("vermut vermouth", "vermouth"),
    group("mosto", "grape_juice"),
    group("abeja", "bee"),
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

const SWEET: &str = "dulce mermelada confitura jalea miel chocolate alfajor kuchen galleta manjar caluga bombon almibar turron \
    trufa magdalena mantecado membrillo confitado";
const DRINKS: &str = "bebida licor jugo zumo cerveza sidra te hidromiel infusion gin aguardiente vino vermut mosto";
const BERRIES: &str = "calafate murta maqui mosqueta frambuesa mora arandano frutilla grosella cassis sauco guinda";
const FRUIT: &str = "fruta calafate murta maqui mosqueta frambuesa mora arandano frutilla grosella sauco guinda ciruela manzana \
    membrillo ruibarbo pera damasco";
const SNACKS: &str = "queso charqui cecina ahumado pate conserva longaniza chorizo salchichon jamon aceituna almendra nuez \
    galleta";

/// All themes.
pub const THEMES: &[Theme] = &[
    theme("dulce postre goloso sweet dessert treat", SWEET),
    // "Preserve" may be jam or canned seafood.
    theme("preserve", "mermelada confitura jalea conserva"),
    theme(
        "salado savory savoury salty",
        "queso charqui ahumado pate hongo cordero salmon trucha sal conserva longaniza",
    ),
    theme(
        "desayuno breakfast tostada toast",
        "mermelada miel queso mantequilla pan te huevo granola yogur manjar galleta magdalena leche",
    ),
    theme("once merienda teatime", "mermelada miel kuchen galleta pan queso te manjar alfajor"),
    theme("picoteo aperitivo coctel tabla snack appetizer appetiser picnic colacion", SNACKS),
    theme(
        "regalo recuerdo bienvenida obsequio gift souvenir present welcome",
        "canasta licor chocolate trufa miel mermelada alfajor turron",
    ),
    theme("bebida tomar beber trago bajativo drink beverage digestif", DRINKS),
    theme("alcohol alcoholico alcoholic spirits booze", "licor cerveza sidra hidromiel gin aguardiente vino vermut"),
    theme(
        "asado parrilla parrillada barbecue bbq grill",
        "cordero vacuno ternera longaniza chorizo cerdo jabali ciervo pollo",
    ),
    theme(
        "carne meat",
        "carne cordero vacuno ternera ciervo jabali liebre conejo pollo cerdo charqui cecina longaniza jamon",
    ),
    theme(
        "embutido fiambre charcuteria charcuterie cold_cuts",
        "chorizo salchichon morcilla longaniza jamon lomo cecina",
    ),
    theme("ensalada salad", "lechuga tomate"),
    theme("frutos_secos", "nuez almendra avellana pinon"),
    theme("pescado fish", "salmon trucha merluza robalo congrio pejerrey ahumado"),
    theme("marisco seafood shellfish", "cholga chorito mejillon ostra almeja centolla jaiba erizo camaron"),
    theme("berry berries baya frutos_rojos frutos_del_bosque", BERRIES),
    theme("fruta fruit", FRUIT),
    theme("lacteo dairy", "queso mantequilla yogur leche crema manjar kefir cuajada requeson"),
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
            assert!(word.split('_').any(|part| !is_stop_word(part)), "{word} is a stop word and is never searched");
        }
    }
}
