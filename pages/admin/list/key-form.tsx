import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { keyLength, objectPath } from '../schema/keys.js';
import { readable } from '../schema/names.js';
import { hasPage, type AdminKeyPart, type AdminManager } from '../schema/schema.js';

/** Opens an object by its key, where the API has no list. */
export function KeyForm({ manager }: { readonly manager: AdminManager }): ReactNode {
  const [, navigate] = useLocation();
  const names = partNames(manager.key ?? []);
  const [texts, setTexts] = useState<readonly string[]>(names.map(() => ''));
  if (!hasPage(manager)) return <Text>The API shows these only where others lead to them.</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        navigate(objectPath(manager, texts));
      }}
    >
      <Text mb="sm">The API has no list of them that can be filtered. Open one by its key:</Text>
      <Group align="flex-end">
        {names.map((name, index) => (
          <TextInput
            key={name}
            label={name}
            required
            value={texts[index] ?? ''}
            onChange={({ currentTarget: { value } }) => setTexts(texts.with(index, value))}
          />
        ))}
        <Button type="submit">Open</Button>
      </Group>
    </form>
  );
}

function partNames(parts: readonly AdminKeyPart[], before = ''): readonly string[] {
  return parts.flatMap(({ field, parts: inner }) => {
    const name = before === '' ? readable(field) : `${before}, ${field}`;
    return inner && keyLength(inner) > 1 ? partNames(inner, name) : [name];
  });
}
