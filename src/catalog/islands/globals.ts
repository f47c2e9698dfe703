import type { Client, ContractTypes } from '../../runtime/api.ts';
import type { SearchEntry } from './find.ts';

/** The generated validators of the page's contract. */
export type PageValidators = Client<ContractTypes>;

/** Where a browser keeps the theme that was chosen. */
export const themeKey = 'counterfoil-theme';

/** What scripts of a page know of one another: classic scripts, because modules do not load from a file share. */
export interface PageGlobals {
  /** Called by the search index. */
  found?(entries: readonly SearchEntry[]): void;
  /** Called by a contract's validators with a function that makes them out of the runtime. */
  contract?(make: (runtime: never) => never): void;
  validators?: PageValidators;
  signature?: (element: HTMLElement) => void;
}

declare global {
  // eslint-disable-next-line no-var
  var counterfoil: PageGlobals | undefined;
}

/** The page's globals, made when they are not there. */
export function globals(): PageGlobals {
  return (globalThis.counterfoil ??= {});
}

const loaded = new Map<string, Promise<void>>();

/** Loads a classic script once. @param url from the page */
export function loadScript(url: string): Promise<void> {
  const known = loaded.get(url);
  if (known !== undefined) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const element = document.createElement('script');
    element.src = url;
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => {
      loaded.delete(url);
      reject(new Error(`${url} could not be loaded.`));
    });
    document.head.append(element);
  });
  loaded.set(url, loading);
  return loading;
}

/** An element with text and children; nothing in it is read as HTML. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
