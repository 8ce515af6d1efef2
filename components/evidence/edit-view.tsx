import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { pictureOf, storeDerived } from '../../lib/evidence/library/derive.ts';
import { type Retouch, type RetouchKind, retouchPicture } from '../../lib/evidence/library/retouch.ts';
import type { StoredItem } from '../../lib/evidence/library/stored.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { errorText, useLoaded } from '../use-loaded.ts';
import { BlobImage } from './blob-image.tsx';
import { titleText } from './evidence-texts.ts';
import { RectangleFields } from './rectangle-fields.tsx';

type By = 'annotated' | 'redacted';

interface Size {
  width: number;
  height: number;
}

async function load(id: string): Promise<{ item: StoredItem; picture: Blob } | null> {
  const database = await openDatabase();
  const [item, picture] = await Promise.all([database.get('evidence', id), pictureOf(database, id)]);
  return item === undefined || picture === null ? null : { item, picture };
}

async function save(item: StoredItem, picture: Blob, by: By, retouches: readonly Retouch[]): Promise<string> {
  const made = await retouchPicture(picture, retouches);
  const id = await storeDerived(await openDatabase(), item, { by, count: retouches.length, picture: made });
  await ask('seal-evidence', null).catch(() => null);
  return id;
}

const SHOWN = { frame: 'frame', black: 'black', blur: 'blur' } as const;

/** The rectangles over the picture; a drag draws one more. */
function Sheet({
  size,
  retouches,
  add,
}: {
  size: Size;
  retouches: readonly Retouch[];
  add(drawn: Omit<Retouch, 'kind' | 'text'>): void;
}) {
  const start = useRef<{ x: number; y: number } | null>(null);
  const [drawn, setDrawn] = useState<Omit<Retouch, 'kind' | 'text'> | null>(null);
  const pointOf = (event: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: Math.round(((event.clientX - box.left) / box.width) * size.width),
      y: Math.round(((event.clientY - box.top) / box.height) * size.height),
    };
  };
  const between = (from: { x: number; y: number }, to: { x: number; y: number }) => ({
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  });
  return (
    <svg
      viewBox={`0 0 ${size.width} ${size.height}`}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = pointOf(event);
      }}
      onPointerMove={(event) => {
        if (start.current !== null) setDrawn(between(start.current, pointOf(event)));
      }}
      onPointerUp={(event) => {
        const rectangle = start.current === null ? null : between(start.current, pointOf(event));
        start.current = null;
        setDrawn(null);
        // A click is no rectangle.
        if (rectangle !== null && rectangle.width > 4 && rectangle.height > 4) add(rectangle);
      }}
    >
      {retouches.map(({ kind, x, y, width, height }, index) => (
        <rect key={index} class={SHOWN[kind]} x={x} y={y} width={width} height={height} />
      ))}
      {drawn !== null && <rect class="drawn" {...drawn} />}
    </svg>
  );
}

/** Makes a copy of an item's picture with rectangles drawn on it, or things made unrecognisable. The original stays. */
export function EditView({ id, by }: { id: string; by: By }) {
  const [loaded] = useLoaded(() => load(id), id);
  const [size, setSize] = useState<Size | null>(null);
  const [retouches, setRetouches] = useState<Retouch[]>([]);
  const [kind, setKind] = useState<RetouchKind>(by === 'annotated' ? 'frame' : 'black');
  const [state, setState] = useState<'open' | 'saving' | { failed: string }>('open');
  if (loaded.state === 'loading') return <p role="status">{i18n.t('evidence.loading')}</p>;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [loaded.why])}</p>;
  if (loaded.value === null) return <p>{i18n.t('evidence.gone')}</p>;
  const { item, picture } = loaded.value;

  const add = (rectangle: Omit<Retouch, 'kind' | 'text'>) =>
    setRetouches((before) => [...before, { ...rectangle, kind, text: '' }]);
  const change = (index: number, changes: Partial<Retouch>) =>
    setRetouches((before) => before.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  const keep = () => {
    setState('saving');
    save(item, picture, by, retouches).then(
      (made) => {
        location.hash = `#/item/${made}`;
      },
      (error: unknown) => setState({ failed: errorText(error) }),
    );
  };

  return (
    <>
      <p>
        <a href={`#/item/${id}`}>‹ {i18n.t('evidence.back')}</a>
      </p>
      <h1>{i18n.t(by === 'annotated' ? 'evidence.annotate' : 'evidence.redact')}</h1>
      <p>{i18n.t(by === 'annotated' ? 'evidence.edit.annotateNote' : 'evidence.edit.redactNote')}</p>
      <div class="columns">
        <div class="picture sheet">
          <BlobImage blob={picture} alt={i18n.t('evidence.pictureOf', [titleText(item.title)])} loaded={setSize} />
          {size !== null && <Sheet size={size} retouches={retouches} add={add} />}
        </div>
        <div class="side">
          {by === 'redacted' && (
            <fieldset>
              <legend>{i18n.t('evidence.edit.how')}</legend>
              {(['black', 'blur'] as const).map((one) => (
                <label class="check" key={one}>
                  <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
                  <span>{i18n.t(one === 'black' ? 'evidence.edit.black' : 'evidence.edit.blur')}</span>
                </label>
              ))}
            </fieldset>
          )}
          <p class="note">{i18n.t('evidence.edit.draw')}</p>
          {retouches.map((retouch, index) => (
            <RectangleFields
              key={index}
              number={index + 1}
              retouch={retouch}
              change={(changes) => change(index, changes)}
              remove={() => setRetouches((before) => before.filter((_, at) => at !== index))}
            />
          ))}
          <div class="actions">
            <button
              type="button"
              disabled={size === null}
              onClick={() =>
                add({
                  x: 0,
                  y: 0,
                  width: Math.min(200, size?.width ?? 200),
                  height: Math.min(100, size?.height ?? 100),
                })
              }
            >
              {i18n.t('evidence.edit.add')}
            </button>
            <button
              type="button"
              class="primary"
              disabled={retouches.length === 0 || state === 'saving'}
              onClick={keep}
            >
              {i18n.t('evidence.edit.save')}
            </button>
          </div>
          <p role="status">{state === 'saving' && i18n.t('evidence.edit.saving')}</p>
          {typeof state === 'object' && <p role="alert">{i18n.t('evidence.edit.failed', [state.failed])}</p>}
        </div>
      </div>
    </>
  );
}
