/** What a capture needs of the browser, the page and the store: interfaces, so that it is tested without a browser. */
import type { Reading } from '../../listing/listing.ts';
import type { Suspicion } from '../../rules/suspicions.ts';
import type { CaptureContext } from '../context.ts';
import type { CaptureKind, FileRole } from '../item.ts';
import type { Loading, PageView, Shown, ShownElement, SnapshotTaken } from './page/controller.ts';
import type { Rectangle } from './plan.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** The page's side, injected for the length of a capture. Every call rejects with `CaptureStopped` once the page is gone. */
export interface PageSession {
  begin(): Promise<PageView>;
  load(height: number): Promise<Loading>;
  /** Scrolls there and, but for the first tile, sees to it that nothing repeats. */
  show(y: number, isFirst: boolean): Promise<Shown>;
  showElement(listing: string): Promise<ShownElement | null>;
  snapshot(limit: number): Promise<SnapshotTaken>;
  /** Leaves the page as it was found; does nothing when the page is gone. */
  end(): Promise<void>;
}

export interface Camera {
  /** `tiles`: only what the window shows; `rectangles`: any part of the document, in CSS pixels. */
  takes: 'tiles' | 'rectangles';
  /** A PNG. Rejects with `CaptureStopped` when another tab is in front. */
  shoot(tab: number, rectangle: Rectangle | null): Promise<Blob>;
}

export interface TabFacts {
  privateWindow: boolean | null;
  zoom: number | null;
}

export interface Judged {
  reading: Reading;
  /** Weak findings included, hidden ones too. */
  findings: Suspicion[];
  sensitive: boolean;
}

/** A picture that was opened; `rows` gives RGBA, `width` pixels a row from `x` on. */
export interface OpenPicture {
  width: number;
  height: number;
  rows(x: number, y: number, width: number, height: number): Uint8ClampedArray;
  /** Single pixels from all over it, always at the same places, to compare with those of another of its size. */
  sample(): Uint32Array;
  close(): void;
}

export interface NewFile {
  name: string;
  role: FileRole;
  mediaType: 'image/png' | 'text/html' | 'application/json';
  blob: Blob;
}

/** Where the parts of one capture go, each as soon as it is there. */
export interface CaptureStore {
  begin(capture: {
    kind: CaptureKind;
    url: string;
    title: string | null;
    judged: Judged;
    listing: string | null;
  }): Promise<string>;
  add(item: string, file: NewFile): Promise<void>;
  thumbnail(item: string, picture: Blob): Promise<void>;
  captured(item: string, judged: Judged, shortfall: string | null): Promise<void>;
  interrupted(item: string, fault: string): Promise<void>;
  /** Takes back everything, as if it had never been. */
  forget(item: string): Promise<void>;
}

export interface Progress {
  phase: 'loading' | 'tiles' | 'finishing';
  done: number;
  total: number;
}

export interface CapturePorts {
  page: PageSession;
  camera: Camera;
  store: CaptureStore;
  clock: Clock;
  tab: TabFacts;
  judge(): Promise<Judged>;
  fetchAgain(
    url: string,
  ): Promise<Pick<CaptureContext, 'fetched' | 'fetchFailure' | 'redirects'> & { serverOffset: number | null }>;
  open(picture: Blob): Promise<OpenPicture>;
  progress(progress: Progress): void;
  signal: AbortSignal;
}
