/** What the table needs of a report in the schema of mutation tests. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

interface Count {
  readonly killed: number;
  readonly survived: number;
  readonly ignored: number;
}

/** The score of each file as a table in Markdown, such as docs/mutation-testing.md has. */
export function tableOf({ files }: Report): string {
  const counts = Object.entries(files).map(([name, { mutants }]) => [name, countOf(mutants.map(({ status }) => status))] as const);
  const all = counts.map(([, count]) => count).reduce(add, { killed: 0, survived: 0, ignored: 0 });
  const rows = counts.filter(([, { killed, survived }]) => killed + survived > 0).map(([name, count]) => row(`\`${name}\``, count));
  return ['| File | Score | Killed | Survived | Ignored |', '| --- | --- | --- | --- | --- |', ...rows, row('all', all)].join('\n');
}

function countOf(statuses: readonly string[]): Count {
  const number = (...of: readonly string[]): number => statuses.filter((each) => of.includes(each)).length;
  return { killed: number('Killed', 'Timeout'), survived: number('Survived', 'NoCoverage'), ignored: number('Ignored') };
}

const add = (left: Count, right: Count): Count => ({
  killed: left.killed + right.killed,
  survived: left.survived + right.survived,
  ignored: left.ignored + right.ignored,
});

const row = (name: string, { killed, survived, ignored }: Count): string =>
  `| ${name} | ${((killed / (killed + survived)) * 100).toFixed(1)} % | ${killed} | ${survived} | ${ignored} |`;
