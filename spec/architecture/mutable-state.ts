import ts from 'typescript';

const COLLECTIONS: readonly string[] = ['Map', 'Set', 'WeakMap', 'WeakSet', 'Array'];

/**
 * What a module holds for the whole process and can change: top-level `let` and `var`, collections that are not read-only,
 * and static properties that are not.
 */
export function mutableState(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const found = source.statements.flatMap((statement) => (isAmbient(statement) ? [] : stateOf(statement)));
  return found.map((node) => `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
}

function stateOf(statement: ts.Statement): ts.Node[] {
  if (ts.isVariableStatement(statement)) {
    const { flags, declarations } = statement.declarationList;
    return declarations.filter((declaration) => !(flags & ts.NodeFlags.Const) || holdsCollection(declaration));
  }
  if (!ts.isClassDeclaration(statement)) return [];
  return statement.members.filter((member) => {
    if (!ts.isPropertyDeclaration(member) || !has(member, ts.SyntaxKind.StaticKeyword)) return false;
    return !has(member, ts.SyntaxKind.ReadonlyKeyword) || holdsCollection(member);
  });
}

function holdsCollection({ type, initializer }: ts.VariableDeclaration | ts.PropertyDeclaration): boolean {
  if (initializer === undefined) return false;
  const value = withoutSatisfies(initializer);
  if (ts.isNewExpression(value)) {
    const name = value.expression.getText();
    return COLLECTIONS.includes(name) && !(isReadOnly(type) && !name.startsWith('Weak'));
  }
  if (ts.isArrayLiteralExpression(value)) return !isReadOnly(type);
  // An empty object is there to be filled.
  return ts.isObjectLiteralExpression(value) && value.properties.length === 0 && !isReadOnly(type);
}

function withoutSatisfies(value: ts.Expression): ts.Expression {
  return ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value) ? withoutSatisfies(value.expression) : value;
}

function isReadOnly(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && /^(readonly |Readonly)/.test(type.getText());
}

function isAmbient(statement: ts.Statement): boolean {
  return has(statement, ts.SyntaxKind.DeclareKeyword);
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}
