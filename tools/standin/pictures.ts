/** Pictures of the goods, drawn: a soft backdrop and a plain shape, in colours that depend on the good alone. */
import { createHash } from 'node:crypto';
import { type Drawing, GOODS } from './goods.ts';

/** Shapes in a 200 × 200 box. `a` is the main colour, `b` a darker one, `c` a light one. */
const SHAPES: Record<Drawing, string> = {
  bag: '<path d="M70 80v-8a30 30 0 0 1 60 0v8" fill="none" stroke="var(--b)" stroke-width="7"/><path d="M50 78h100l10 84H40z" fill="var(--a)"/><path d="M46 112h108" stroke="var(--b)" stroke-width="3"/><rect x="92" y="106" width="16" height="14" rx="3" fill="var(--c)"/>',
  blade:
    '<path d="M48 152 132 48q20-2 18 20L78 160z" fill="#c9d2da"/><path d="M132 48 64 138" stroke="#9aa7b2" stroke-width="4"/><path d="m48 152 18-20 24 20-22 22q-26 2-20-22z" fill="var(--b)"/>',
  bottle:
    '<rect x="84" y="34" width="32" height="24" rx="5" fill="var(--b)"/><path d="M78 58h44q14 14 14 34v62q0 12-12 12H76q-12 0-12-12V92q0-20 14-34z" fill="var(--a)"/><rect x="64" y="98" width="72" height="40" fill="var(--c)"/><path d="M76 110h48M76 122h32" stroke="var(--b)" stroke-width="4"/>',
  box: '<path d="m100 48 60 26v58l-60 28-60-28V74z" fill="var(--a)"/><path d="m40 74 60 27 60-27-60-26z" fill="var(--c)"/><path d="M100 101v59" stroke="var(--b)" stroke-width="3"/><path d="m68 61 60 27v20l12-5V83L80 56z" fill="var(--b)" opacity=".6"/>',
  cable:
    '<path d="M60 140q-20-60 40-60t40 50q0 34-38 34-30 0-30-26 0-22 28-22 20 0 20 16" fill="none" stroke="var(--a)" stroke-width="9" stroke-linecap="round"/><rect x="44" y="132" width="32" height="22" rx="5" fill="var(--b)"/>',
  chair:
    '<path d="M66 52h68v58H66z" fill="var(--a)"/><path d="M56 108h88v16H56z" fill="var(--b)"/><path d="m66 124-10 46m78-46 10 46M80 124v40m40-40v40" stroke="var(--b)" stroke-width="7"/>',
  device:
    '<rect x="52" y="60" width="96" height="82" rx="14" fill="var(--b)"/><rect x="62" y="70" width="76" height="48" rx="6" fill="var(--c)"/><circle cx="78" cy="130" r="5" fill="var(--a)"/><circle cx="96" cy="130" r="5" fill="var(--c)"/><path d="M112 130h22" stroke="var(--c)" stroke-width="5"/><path d="M128 60V38" stroke="var(--b)" stroke-width="6"/>',
  garment:
    '<path d="m72 44 28 14 28-14 36 28-20 26-10-8v76H66V90l-10 8-20-26z" fill="var(--a)"/><path d="M84 50q16 22 32 0" fill="none" stroke="var(--b)" stroke-width="4"/><path d="M100 66v96" stroke="var(--c)" stroke-width="2"/>',
  glasses:
    '<circle cx="66" cy="104" r="26" fill="var(--c)" stroke="var(--b)" stroke-width="7"/><circle cx="134" cy="104" r="26" fill="var(--c)" stroke="var(--b)" stroke-width="7"/><path d="M92 100q8-8 16 0M40 98l-8-20m128 20 8-20" fill="none" stroke="var(--b)" stroke-width="7"/>',
  jewel:
    '<path d="M56 58q44 120 88 0" fill="none" stroke="var(--b)" stroke-width="4"/><g fill="var(--a)"><circle cx="66" cy="82" r="9"/><circle cx="80" cy="104" r="10"/><circle cx="100" cy="116" r="13"/><circle cx="120" cy="104" r="10"/><circle cx="134" cy="82" r="9"/></g><path d="m100 130 12 14-12 20-12-20z" fill="var(--c)"/>',
  lamp: '<path d="M72 40h56l22 56H50z" fill="var(--a)"/><path d="M100 96v58" stroke="var(--b)" stroke-width="7"/><path d="M70 164q30-20 60 0z" fill="var(--b)"/><path d="m60 104-10 20m90-20 10 20m-50-16v18" stroke="#f5d77a" stroke-width="5"/>',
  mug: '<path d="M56 66h72v76q0 18-18 18H74q-18 0-18-18z" fill="var(--a)"/><path d="M128 82h14q16 0 16 22t-16 22h-14" fill="none" stroke="var(--a)" stroke-width="10"/><ellipse cx="92" cy="66" rx="36" ry="9" fill="var(--b)"/><path d="M78 50q-8-12 2-20m22 20q-8-12 2-20" fill="none" stroke="var(--c)" stroke-width="5"/>',
  pillow:
    '<path d="M48 62q52-14 104 0 12 42 0 80-52 14-104 0-12-38 0-80z" fill="var(--a)"/><path d="M66 82h68M66 102h68M66 122h68" stroke="var(--c)" stroke-width="5" stroke-dasharray="10 8"/>',
  plant:
    '<path d="M70 124h60l-8 46H78z" fill="var(--b)"/><g fill="var(--a)"><path d="M100 124q-50-20-40-70 40 10 40 70z"/><path d="M100 124q50-20 40-70-40 10-40 70z"/><path d="M100 124q-18-50 0-90 18 40 0 90z"/></g>',
  ring: '<g fill="none" stroke="#8f99a3" stroke-width="12"><circle cx="58" cy="92" r="17"/><circle cx="86" cy="84" r="17"/><circle cx="114" cy="84" r="17"/><circle cx="142" cy="92" r="17"/></g><path d="M46 114q54 24 108 0l-8 26q-46 18-92 0z" fill="#aab4bd"/>',
  shoe: '<path d="M40 124q0-40 16-54l26 30q16 14 60 20 20 4 20 22v8H40z" fill="var(--a)"/><path d="M38 148h126v12H38z" fill="var(--b)"/><path d="m76 96 14-8m-2 18 14-8m0 16 14-8" stroke="var(--c)" stroke-width="5"/>',
  speaker:
    '<rect x="60" y="42" width="80" height="120" rx="16" fill="var(--b)"/><circle cx="100" cy="122" r="26" fill="var(--a)"/><circle cx="100" cy="122" r="10" fill="var(--b)"/><circle cx="100" cy="70" r="14" fill="var(--a)"/>',
  spheres:
    '<g fill="var(--a)"><circle cx="74" cy="132" r="20"/><circle cx="114" cy="136" r="20"/><circle cx="94" cy="100" r="20"/><circle cx="134" cy="104" r="20"/><circle cx="112" cy="70" r="20"/><circle cx="58" cy="94" r="16"/></g><g fill="#fff" opacity=".7"><circle cx="68" cy="125" r="5"/><circle cx="108" cy="129" r="5"/><circle cx="88" cy="93" r="5"/><circle cx="128" cy="97" r="5"/><circle cx="106" cy="63" r="5"/></g>',
  stick:
    '<path d="m48 156 60-64" stroke="var(--b)" stroke-width="16" stroke-linecap="round"/><path d="m108 92 26-28" stroke="var(--a)" stroke-width="11"/><path d="m134 64 18-20" stroke="#9aa7b2" stroke-width="7" stroke-linecap="round"/>',
  tool: '<path d="M50 66h70q20 0 20 18H108v14H50q-12-16 0-32z" fill="var(--a)"/><path d="m84 98 22 0-8 62q-14 10-26 0z" fill="var(--b)"/><path d="M140 70h20v10h-20z" fill="#9aa7b2"/><circle cx="64" cy="82" r="6" fill="var(--c)"/>',
  toy: '<rect x="46" y="92" width="48" height="48" rx="6" fill="var(--a)"/><rect x="100" y="92" width="52" height="48" rx="6" fill="#e7b84f"/><path d="m72 86 26-42 28 42z" fill="#d96b5c"/><circle cx="62" cy="154" r="12" fill="var(--b)"/><circle cx="134" cy="154" r="12" fill="var(--b)"/>',
  tube: '<rect x="82" y="36" width="36" height="98" rx="12" fill="var(--a)"/><rect x="82" y="112" width="36" height="52" rx="8" fill="var(--b)"/><rect x="90" y="52" width="20" height="44" rx="5" fill="var(--c)"/><circle cx="100" cy="138" r="6" fill="var(--c)"/>',
  watch:
    '<path d="M80 30h40l4 38H76zm-4 102h48l-4 38H80z" fill="var(--b)"/><circle cx="100" cy="100" r="42" fill="var(--a)"/><circle cx="100" cy="100" r="33" fill="var(--c)"/><path d="M100 78v22l15 9" fill="none" stroke="var(--b)" stroke-width="5"/>',
};

/** An SVG document for the good of that key; unknown keys get a plain backdrop. `view` varies the backdrop of further pictures. */
export function drawPicture(key: string, view = 0): string {
  const drawing = GOODS.find((good) => good.key === key)?.drawing;
  const hue = createHash('sha256').update(key).digest().readUInt16BE(0) % 360;
  const back = (hue + 40 + view * 70) % 360;
  const style = `--a:hsl(${hue} 42% 56%);--b:hsl(${hue} 38% 34%);--c:hsl(${hue} 50% 90%)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="480" height="480" style="${style}">
<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop stop-color="hsl(${back} 34% 95%)"/><stop offset="1" stop-color="hsl(${back} 30% 86%)"/></linearGradient></defs>
<rect width="200" height="200" fill="url(#g)"/><ellipse cx="100" cy="170" rx="62" ry="9" fill="#000" opacity=".08"/>
<g transform="rotate(${view * 6} 100 100)">${drawing === undefined ? '' : SHAPES[drawing]}</g></svg>`;
}
