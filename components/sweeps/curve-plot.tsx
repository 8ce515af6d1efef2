/** The removal curve, drawn by uPlot on a canvas; the table beside it says the same in words. */
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { i18n } from '#i18n';
import type { Fate } from '../../lib/sweeps/statistics.ts';

const HEIGHT = 260;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name) || 'currentColor';
}

export function CurvePlot({ curve, label }: { curve: Fate['curve']; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [schemes, setSchemes] = useState(0);
  useEffect(() => {
    // A canvas keeps the colours that it was drawn in.
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => setSchemes((before) => before + 1);
    scheme.addEventListener('change', redraw);
    return () => scheme.removeEventListener('change', redraw);
  }, []);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    // A probe resolves `light-dark()`, which a canvas does not know.
    const probe = document.createElement('span');
    element.append(probe);
    const resolved = (name: string) => {
      probe.style.color = colour(name);
      return getComputedStyle(probe).color;
    };
    const [ink, line] = [resolved('--ink'), resolved('--accent')];
    const grid = { stroke: resolved('--line') };
    probe.remove();
    const points: uPlot.AlignedData = [
      [0, ...curve.map(({ days }) => days)],
      [100, ...curve.map(({ online }) => 100 * online)],
    ];
    const axis = { stroke: ink, grid, ticks: grid };
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    const plot = new uPlot(
      {
        width: Math.max(280, element.clientWidth),
        height: HEIGHT,
        scales: { x: { time: false }, y: { range: [0, 100] } },
        axes: [
          { ...axis, label: i18n.t('sweep.result.days') },
          { ...axis, label: i18n.t('sweep.result.percentOnline') },
        ],
        series: [
          {},
          {
            label,
            stroke: line,
            width: 2,
            ...(stepped === undefined ? {} : { paths: stepped }),
            points: { show: curve.length < 60 },
          },
        ],
        legend: { show: false },
        cursor: { show: false },
      },
      points,
      element,
    );
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: Math.max(280, element.clientWidth), height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [curve, label, schemes]);
  return <div ref={place} class="plot" role="img" aria-label={label} />;
}
