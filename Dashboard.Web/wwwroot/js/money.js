// Amounts as the server writes them.

/** @type {Record<string, string>} */
const symbols = { EUR: "€", USD: "$", GBP: "£", JPY: "¥" };
const digits = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * For example €10,150.00, or 10,150.00 CHF.
 * @param {number} amount @param {string | undefined} currency
 */
export function money(amount, currency) {
  const sign = amount < 0 ? "−" : "";
  const text = digits.format(Math.abs(amount));
  if (!currency) return sign + text;
  return symbols[currency] ? sign + symbols[currency] + text : `${sign}${text} ${currency}`;
}

/** @param {number} value in percent */
export const percent = (value) => `${digits.format(value)} %`;
