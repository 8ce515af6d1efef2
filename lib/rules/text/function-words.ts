/** Everyday small words of the seven languages, folded. They are never a half of a word that was taken apart. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the and or of for to in on at by with from as is it no not new set per out up all you your men man women kids hot top big',
    'le la les un une des du de et ou en au aux pour par sur avec sans dans est ce sa son se ne pas plus que qui tout',
    'der die das den dem des ein eine einer einem einen und oder fur mit ohne von vom zu zum zur im am an auf aus bei nach ist nicht',
    'el la los las lo un una unos unas y o de del al en por para con sin sobre es su sus no mas que',
    'il lo la i gli le un uno una e o di del della dei da dal in nel per con senza su sul si non che',
    'i a o w we z ze na do od po za dla bez przez przy nad pod to nie jest jak lub oraz sie',
    'de het een en of in op aan bij met zonder voor van naar uit te is niet om tot per',
  ]
    .join(' ')
    .split(' '),
);
