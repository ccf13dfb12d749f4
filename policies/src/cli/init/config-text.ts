import { stringify } from 'yaml';

/** The text of a new configuration file. */
export function configText(packageFolder: string, profile: string, baseline: string | undefined): string {
  return `# Settings of iiot-guard: everything that its options can say. Options on the command line win.
# \`iiot-guard config check\` checks this file. What counts for one stack stands under \`stacks:\`, by its name.
# yaml-language-server: $schema=./${packageFolder}/schemas/config.schema.json

${stringify({ profile, ...(baseline === undefined ? {} : { baseline }) })}`;
}
