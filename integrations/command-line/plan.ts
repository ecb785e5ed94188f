import type { FieldPlan, OperationPlan } from '../index.js';
import type { PlanDescription, ReadDescription, SelectionDescription } from '../../lib/index.js';

/** What of a plan is printed. */
export interface PlanFormat {
  readonly json: boolean;
  /** The statements alone, as SQL to run or to keep. */
  readonly sql: boolean;
}

/** How an operation is answered, as text for people, as JSON for machines, or as its statements alone. */
export function plan(found: OperationPlan, { json, sql }: PlanFormat): string {
  if (json) return `${JSON.stringify(found, null, 2)}\n`;
  if (sql) return found.fields.map(sqlOf).join('\n');
  const head = `${found.operation}${found.name === undefined ? '' : ` ${found.name}`}\n`;
  return [head, ...found.fields.map(fieldOf)].join('\n');
}

function fieldOf({ key, field, route, reason, read }: FieldPlan): string {
  const name = key === field ? key : `${key}: ${field}`;
  const head = `${name}: ${route === 'direct' ? 'direct' : `resolvers, since ${reason ?? ''}`}\n`;
  return head + (read ? indented(readOf(read)) : '');
}

function readOf({ problem, decisions, plan: tree, rows, statement, explained }: ReadDescription): readonly string[] {
  return [
    ...(problem ? [`${problem.code}: ${problem.message}`, problem.fix] : []),
    ...section(
      'who may read what',
      decisions.map(
        ({ manager, policy, where, refusal }) =>
          `${manager}: ${policy}${refusal === undefined ? ` -> ${where}` : ` -> nothing, ${refusal}`}`,
      ),
    ),
    ...(tree ? section(`plan, at most ${rows} row${rows === 1 ? '' : 's'}`, treeOf(tree)) : []),
    ...(statement ? section('statement', [statement.text]) : []),
    ...section(
      'parameters',
      (statement?.parameters ?? []).map(({ placeholder, kind, text }) => `${placeholder.padEnd(4)} ${kind.padEnd(8)} ${text}`),
    ),
    ...section('explain', explained ?? []),
  ];
}

function treeOf(tree: PlanDescription): readonly string[] {
  const { manager, where, policy, order, page, total } = tree;
  return [
    [manager, ...page, ...(total ? ['with the total'] : [])].join(', '),
    ...(policy === 'true' ? [] : [`  seen if ${policy}`]),
    ...(where === 'true' ? [] : [`  where ${where}`]),
    ...(order.length === 0 ? [] : [`  by ${order.join(', ')}`]),
    ...indentedLines(selectionOf(tree)),
  ];
}

function selectionOf({ fields, guards, capabilities, relations, variants }: SelectionDescription): readonly string[] {
  return [
    ...fields.map((name) => (guards[name] === undefined ? name : `${name} (null unless ${guards[name]})`)),
    ...Object.entries(capabilities).map(([name, condition]) => `may ${name}: ${condition}`),
    ...relations.flatMap(({ field, guard, plan: inner }) => {
      const [head = '', ...rest] = treeOf(inner);
      return [`${field} -> ${head}${guard === undefined ? '' : ` (if ${guard})`}`, ...rest];
    }),
    ...Object.entries(variants).flatMap(([name, variant]) => [`if it is a ${name}`, ...indentedLines(selectionOf(variant))]),
  ];
}

/** Each placeholder in a comment, so that the text stays SQL. */
function sqlOf({ key, route, reason, read }: FieldPlan): string {
  const { statement, problem } = read ?? {};
  if (!statement || problem) return `-- ${key}: ${problem?.code ?? reason ?? route}\n`;
  const parameters = statement.parameters.map(({ placeholder, text }) => `-- ${placeholder}: ${oneLine(text)}\n`);
  return `-- ${key}\n${parameters.join('')}${statement.text};\n`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

const section = (name: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [name, ...indentedLines(lines)]);

const indentedLines = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

const indented = (lines: readonly string[]): string =>
  indentedLines(lines)
    .map((line) => `${line}\n`)
    .join('');
