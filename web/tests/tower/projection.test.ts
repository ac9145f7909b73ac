/** The map against published values of EPSG:3857, and that everything is on it. */
import { expect, test } from "vitest";
import { fitted, mercator, nearest } from "../../src/tower/parts/projection";

const HALF_M = 20037508.342789244;

test("Mercator agrees with EPSG:3857", () => {
  // 9.99° E 53.55° N is 1112081.7 m, 7085034 m (formula of EPSG Guidance Note 7-2, Popular Visualisation Pseudo Mercator)
  const { x, y } = mercator({ latitude: 53.55, longitude: 9.99 });
  const meters = { x: (x - 0.5) * 2 * HALF_M, y: (0.5 - y) * 2 * HALF_M };
  const radius = 6378137;
  const expectedY = radius * Math.log(Math.tan(Math.PI / 4 + (53.55 * Math.PI) / 360));
  expect(meters.x).toBeCloseTo((radius * 9.99 * Math.PI) / 180, 3);
  expect(meters.y).toBeCloseTo(expectedY, 3);
});

test("north is up and east is right", () => {
  const place = fitted(
    [
      { latitude: 48, longitude: 9 },
      { latitude: 54, longitude: 14 },
    ],
    400,
    300,
    10,
  );
  expect(place({ latitude: 54, longitude: 9 }).y).toBeLessThan(place({ latitude: 48, longitude: 9 }).y);
  expect(place({ latitude: 48, longitude: 14 }).x).toBeGreaterThan(place({ latitude: 48, longitude: 9 }).x);
});

test.each([1, 2, 60])("%d places are all within the margin", (count) => {
  const places = Array.from({ length: count }, (_, i) => ({
    latitude: 47 + ((i * 7) % 8),
    longitude: 6 + ((i * 3) % 9),
  }));
  const place = fitted(places, 800, 600, 20);
  for (const each of places) {
    const { x, y } = place(each);
    expect(x).toBeGreaterThanOrEqual(19.99);
    expect(x).toBeLessThanOrEqual(780.01);
    expect(y).toBeGreaterThanOrEqual(19.99);
    expect(y).toBeLessThanOrEqual(580.01);
  }
});

test("those around are the nearest ones, the nearest first", () => {
  const at = (name: string, longitude: number) => ({ name, latitude: 50, longitude });
  const found = nearest([at("own", 8), at("other", 12)], [at("far", 3), at("near", 8.5), at("next", 11)], 2);
  expect(found.map((each) => each.name)).toEqual(["near", "next"]);
});
