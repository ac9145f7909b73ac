/** From latitude and longitude to a picture, by Mercator (EPSG:3857 on a unit square), fitted to what is shown. Pure. */

export type Place = { latitude: number; longitude: number };
export type Point = { x: number; y: number };

const LATITUDE_MAX = 85.0511;

/** x and y in 0..1 on the whole earth, y downwards. */
export function mercator({ latitude, longitude }: Place): Point {
  const bounded = Math.max(-LATITUDE_MAX, Math.min(LATITUDE_MAX, latitude));
  const sine = Math.sin((bounded * Math.PI) / 180);
  return { x: longitude / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

/** Those of the others that are nearest to any of these, the nearest first. */
export function nearest<Other extends Place>(these: readonly Place[], others: readonly Other[], most: number): Other[] {
  const points = these.map(mercator);
  const far = (other: Other) => {
    const { x, y } = mercator(other);
    return Math.min(...points.map((point) => Math.hypot(point.x - x, point.y - y)));
  };
  return others
    .map((other) => ({ other, far: far(other) }))
    .sort((one, another) => one.far - another.far)
    .slice(0, most)
    .map(({ other }) => other);
}

/** How places are laid on a picture of this size so that all of them are on it, `margin` away from its edges. */
export function fitted(
  places: readonly Place[],
  width: number,
  height: number,
  margin: number,
): (place: Place) => Point {
  const points = places.map(mercator);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(
    (width - 2 * margin) / Math.max(right - left, 1e-6),
    (height - 2 * margin) / Math.max(bottom - top, 1e-6),
  );
  const centerX = (left + right) / 2;
  const centerY = (top + bottom) / 2;
  return (place) => {
    const { x, y } = mercator(place);
    return { x: width / 2 + (x - centerX) * scale, y: height / 2 + (y - centerY) * scale };
  };
}
