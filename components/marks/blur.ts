/** Blurs the pictures of a listing on the page: of a card in its element, of a product on the whole page. */

const ATTRIBUTE = 'data-vigie-blurred';
const PICTURES = 'img,picture,video,canvas,[style*="url("]';

let styled = false;

function addStyle(): void {
  if (styled) return;
  styled = true;
  const style = document.createElement('style');
  style.textContent = `[${ATTRIBUTE}] :is(${PICTURES}){filter:blur(28px)!important}`;
  document.documentElement.append(style);
}

export function blurIn(place: Element, blurred: boolean): void {
  if (blurred) addStyle();
  place.toggleAttribute(ATTRIBUTE, blurred);
}
