import { Option } from 'commander';

/** An option that may be given several times and takes one value each time, so that it never swallows an argument. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; repeatable`).argParser((value: string, former: readonly string[] = []) => [
    ...former,
    value,
  ]);
}
