import { RUNTIME } from '../metric/names.js';
import { at, rate, type Dashboard } from './dashboard.js';

const each = (metric: string): string => `max by (instance) (${at(metric)})`;

/** The processes themselves. */
export const runtime: Dashboard = {
  name: 'runtime',
  title: 'Runtime',
  description: 'Event loop, memory and garbage collection of each process, by the instrumentation of Node.js.',
  picksManager: false,
  rows: [
    {
      title: 'Event loop',
      panels: [
        {
          title: 'Event loop delay',
          description: 'How late timers are: what holds up one request holds up all.',
          kind: 'lines',
          unit: 's',
          queries: [
            { expr: each(RUNTIME.delayP50), legend: '{{instance}} p50' },
            { expr: each(RUNTIME.delayP99), legend: '{{instance}} p99' },
            { expr: each(RUNTIME.delayMax), legend: '{{instance}} longest' },
          ],
        },
        {
          title: 'Event loop utilisation',
          description: 'Share of the time in which the process had something to do; near 1 it has no more room.',
          kind: 'lines',
          unit: 'percentunit',
          queries: [{ expr: each(RUNTIME.utilization), legend: '{{instance}}' }],
        },
      ],
    },
    {
      title: 'Memory',
      panels: [
        {
          title: 'Heap',
          description: 'Used, and taken from the system.',
          kind: 'lines',
          unit: 'bytes',
          queries: [
            { expr: `sum by (instance) (${at(RUNTIME.heapUsed)})`, legend: '{{instance}} used' },
            { expr: `sum by (instance) (${at(RUNTIME.heapSize)})`, legend: '{{instance}} taken' },
          ],
        },
        {
          title: 'Time in garbage collection',
          description: 'Share of the time, by kind.',
          kind: 'lines',
          unit: 'percentunit',
          queries: [{ expr: rate('instance, v8js_gc_type', RUNTIME.collections.sum), legend: '{{instance}} {{v8js_gc_type}}' }],
        },
        {
          title: 'Open resources',
          description: 'Sockets, timers and other handles.',
          kind: 'lines',
          unit: 'short',
          width: 24,
          queries: [
            { expr: `sum by (instance, v8js_resource_type) (${at(RUNTIME.resources)})`, legend: '{{instance}} {{v8js_resource_type}}' },
          ],
        },
      ],
    },
  ],
};
