// Amounts as the server writes them.

/** @type {Record<string, string>} */
const symbols = { EUR: "€", USD: "$", GBP: "£", JPY: "¥" };

/** Two decimals, thousands apart: 10,150.00. By hand, for the same reason as times. @param {number} value not negative */
const digits = (value) => value >= 1e15 ? value.toExponential(3).replace(/\.?0+e/, "e").replace("e", "E") : value.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",");

/**
 * For example €10,150.00, or 10,150.00 CHF.
 * @param {number} amount @param {string | undefined} currency
 */
export function money(amount, currency) {
  const sign = amount < 0 ? "−" : "";
  const text = digits(Math.abs(amount));
  if (!currency) return sign + text;
  return symbols[currency] ? sign + symbols[currency] + text : `${sign}${text} ${currency}`;
}

/** @param {number} value in percent */
export const percent = (value) => `${money(value, undefined)} %`;
