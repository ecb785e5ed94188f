import { plain } from '../../../monitoring/metric/expression.js';
import { DASHBOARDS } from '../../../monitoring/dashboards/index.js';

/** A query of a dashboard, with everything chosen. */
export interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
}

/** Every query of every dashboard. */
export const panelQueries = (rateInterval?: string): readonly PanelQuery[] =>
  DASHBOARDS.flatMap(({ title, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.map(({ expr }) => ({ dashboard: title, panel: panel.title, expr: plain(expr, rateInterval) })),
      ),
    ),
  );
