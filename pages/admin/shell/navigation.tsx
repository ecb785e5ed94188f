import { NavLink } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { readable } from '../schema/names.js';
import { hasPage, useSchema, type AdminManager } from '../schema/schema.js';
import { useAccess } from '../schema/use-access.js';

/** The managers of which the actor may see something, by name. */
export function useShownManagers(): readonly AdminManager[] {
  const { metadata } = useSchema();
  const access = useAccess();
  const shown = metadata.managers.filter((manager) => (manager.list !== undefined || hasPage(manager)) && access(manager).read);
  return shown.toSorted((one, other) => one.plural.localeCompare(other.plural));
}

/** Leads to each manager. */
export function Navigation({ onNavigate }: { readonly onNavigate: () => void }): ReactNode {
  const [location] = useLocation();
  const shown = useShownManagers();
  const here = shown.find(({ plural }) => location === `/${plural}` || location.startsWith(`/${plural}/`))?.plural;
  useEffect(showCurrent, [here]);
  return shown.map(({ name, plural }) => {
    const isHere = plural === here;
    return (
      <NavLink
        key={name}
        component={Link}
        href={`/${plural}`}
        label={readable(plural)}
        active={isHere}
        aria-current={isHere ? 'page' : undefined}
        onClick={onNavigate}
        variant="light"
        py={5}
      />
    );
  });
}

/** In a long list, where one is may be out of sight. */
function showCurrent(): void {
  const item = document.querySelector<HTMLElement>('.scrolls [aria-current="page"]');
  const list = item?.closest('.scrolls');
  if (!item || !list) return;
  const { offsetTop, offsetHeight } = item;
  const isSeen = offsetTop >= list.scrollTop && offsetTop + offsetHeight <= list.scrollTop + list.clientHeight;
  if (!isSeen) list.scrollTop = offsetTop - list.clientHeight / 2;
}
