/**
 * Everyday words of titles, folded: of trade, of seasons, of looks; in English and, where titles are full of them, in the
 * other six languages.
 *
 * They say nothing about whose goods these are: half of all alerts name no brand, and many of the rest name one that is
 * an ordinary word ("Ultimate", "Magic", "Happy Baby"), which beside a model such as "806" would mark every third title.
 * And a rule or a term should not be looked up by them. What a pack's own words teach is found by counting; this list
 * holds what a small pack cannot.
 */

const ORDINARY = `
a1 pro plus max mini ultra super mega micro nano extra prime premium deluxe luxury classic basic original standard modern
vintage retro style new news fashion trend trendy hot best top first choice quality good great nice perfect ultimate
absolute power strong fast quick easy simple smart intelligent magic magical happy lucky fun funny joy joyful smile love
lovely heart sweet candy honey sugar cute cool warm fresh clean pure natural nature organic bio eco green blue red pink
white black yellow orange purple violet brown grey gray gold golden silver rose rainbow color colors colour colours
colorful crystal diamond pearl stone star stars moon sun sunny sky cloud rain snow ice fire flame water sea ocean river
lake mountain forest garden flower flowers tree leaf wood wooden metal steel iron copper glass plastic paper leather
cotton silk wool fur animal animals dog dogs cat cats pet pets bird birds fish bear bears rabbit bunny horse lion tiger
panda fox wolf elephant monkey dinosaur dragon unicorn mermaid butterfly bee baby babies kid kids child children boy boys
girl girls man men mens woman women womens lady ladies family mom mum mama dad papa friend friends prince princess king
queen royal crown angel fairy witch pirate ninja robot hero super planet world earth space galaxy universe home house
room kitchen bath bathroom bedroom office school car cars auto moto motor bike bicycle cycle travel outdoor outdoors
indoor camping sport sports gym fitness yoga run running walk game games gamer play player toy toys doll dolls puzzle
music sound light lights lamp led neon laser energy electric electronic electronics digital tech technology technologies
life living style day days night time one two three four five six seven eight nine ten second double single multi all
any every general universal international global europe european asia american france french germany german italy
italian spain spanish paris london berlin milan vienna party holiday holidays christmas xmas halloween easter birthday
wedding summer winter spring autumn gift gifts box set sets kit kits pack packs pcs piece pieces pair bag bags case
cover clothing clothes wear dress shirt shoes shoe boots hat cap ring rings necklace bracelet earrings jewelry jewellery
watch watches phone mobile tablet computer camera audio video usb wireless bluetooth charger cable battery adapter plug
beauty skin face hair body hand hands foot feet eye eyes lip lips nail nails make makeup cream soap oil perfume health
healthy care medical safe safety protect protection guard shield comfort soft hard big small large little long short
high low deep wide flat round square heavy thin slim full free open design designs designer creative creation creations
collection series line model brand shop store market trade trading company limited product products goods item items
import export group club team studio art arts artist craft crafts tool tools hardware machine machines equipment
accessories accessory decor decoration decorations furniture lighting supplies supply service
homme hommes femme femmes enfant enfants bebe bebes fille filles garcon garcons maison jardin cuisine bain chambre jouet
jouets jeu jeux poupee lumiere lampe robe vetement vetements chaussure chaussures bijou bijoux cadeau noel fete anniversaire
beaute soin soins sante mode nouveau nouvelle neuf petit petite petits grand grande beau belle bon bonne bleu vert rouge
noir noire blanc blanche rose jaune fleur fleurs soleil lune etoile etoiles mer terre monde vie amour coeur temps jour
produit produits marque qualite boite pieces piece lot article articles service accessoires accessoire
casino carrefour auchan cora netto
mann frau kinder kind madchen junge haus garten kuche spielzeug spiel puppe licht lampe kleid schuhe geschenk weihnachten
schwarz weiss rot blau grun neu gross klein schon gut
hombre mujer ninos nino nina casa jardin cocina juguete juguetes juego luz lampara vestido zapatos regalo navidad negro
blanco rojo azul verde nuevo grande bello bueno
uomo donna bambini bambino bambina casa giardino cucina giocattolo giocattoli gioco luce lampada vestito scarpe regalo
natale nero bianco rosso blu verde nuovo piccolo bella bello
dom ogrod kuchnia zabawka zabawki gra lalka swiatlo sukienka buty prezent czarny bialy czerwony niebieski zielony nowy
duzy maly
huis tuin keuken speelgoed spel pop licht jurk schoenen cadeau zwart wit rood blauw groen nieuw groot klein`;

export const ORDINARY_WORDS: ReadonlySet<string> = new Set(ORDINARY.split(/\s+/u).filter((word) => word !== ''));
