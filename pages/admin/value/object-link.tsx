import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { keyOf, objectPath } from '../schema/keys.js';
import { hasPage, useSchema, type AdminManager, type Row } from '../schema/schema.js';

interface ObjectLinkProps {
  readonly manager: AdminManager;
  readonly row: Row;
  readonly children: ReactNode;
}

/** Leads to an object, where there is a way to it. */
export function ObjectLink({ manager, row, children }: ObjectLinkProps): ReactNode {
  const schema = useSchema();
  const own = schema.concrete(manager, row);
  const key = keyOf(manager.key, row);
  if (!key || !hasPage(own)) return <span className="line">{children}</span>;
  return (
    <Link href={objectPath(own, key)} className="link line">
      {children}
    </Link>
  );
}
