/** How somebody and their store do. */

/** Nothing yet where there are no figures. */
export function Figures() {
  return null;
}
