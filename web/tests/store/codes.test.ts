/** What a code says without the server. */
import { describe, expect, test } from "vitest";
import { fulfillmentOrderIn, gtinIn, isGtin, named, pickupCodeIn } from "../../src/store/scan/codes";

test.each([
  ["4006381333931", "04006381333931"],
  ["036000291452", "00036000291452"],
  ["96385074", "00000096385074"],
  ["]C10104006381333931", "04006381333931"],
  ["(01)04006381333931(10)LOT7", "04006381333931"],
  ["010400638133393110LOT7", "04006381333931"],
  ["https://id.gs1.org/01/04006381333931/10/LOT7", "04006381333931"],
])("%s is a GTIN in one of its forms", (code, gtin) => {
  expect(gtinIn(code)).toBe(gtin);
});

test.each(["4006381333932", "MUG-BLUE", "", "123", "0104006381333932"])("%s is none", (code) => {
  expect(gtinIn(code)).toBeUndefined();
});

test("a digit that was read wrong is noticed", () => {
  const wrong = [..."4006381333931"].map((digit, place, all) =>
    all.with(place, String((Number(digit) + 1) % 10)).join(""),
  );
  expect(wrong.some(isGtin)).toBe(false);
});

describe("a code names a thing", () => {
  const things = [
    { sku: "MUG", gtins: ["4006381333931"] },
    { sku: "TOWEL", gtins: ["036000291452"] },
  ];
  test.each([
    ["4006381333931", "MUG"],
    ["0036000291452", "TOWEL"],
    ["mug", "MUG"],
    ["96385074", undefined],
  ])("%s is %s", (code, sku) => {
    expect(named(code, things)?.sku).toBe(sku);
  });
});

test("labels name their fulfillment order, and customers show six digits", () => {
  const id = "0190b3a0-0000-7000-8000-000000000000-12";
  expect(fulfillmentOrderIn(`stockpool:${id.toUpperCase()}`)).toBe(id);
  expect(pickupCodeIn("482913")).toBe("482913");
  expect(pickupCodeIn(`pickup:${id}:482913`)).toBe("482913");
  expect(pickupCodeIn("4006381333931")).toBeUndefined();
});
