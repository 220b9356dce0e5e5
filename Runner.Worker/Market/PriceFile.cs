using System.Globalization;
using CsvHelper;

namespace Runner.Worker.Market;

/// <summary>Reads daily prices from CSV: a <c>date</c> column (yyyy-MM-dd), and either open, high, low and close or one
/// column of closes per symbol.</summary>
static class PriceFile
{
    static readonly CsvReaderOptions Format = new()
    {
        Separator = ',',
        TrimWhitespace = true,
        TrackLineNumbers = true,
        FormatProvider = CultureInfo.InvariantCulture,
    };

    /// <param name="symbol">The column of closes to take where the file is not open-high-low-close.</param>
    /// <exception cref="BadPriceFileException">Line and column are named.</exception>
    public static IEnumerable<Bar> Read(string path, string symbol)
    {
        if (!File.Exists(path))
        {
            throw new BadPriceFileException($"{path}: no such file; set Runner:Data:Path");
        }

        using var reader = new StreamReader(path);
        foreach (var bar in Read(reader, Path.GetFileName(path), symbol))
        {
            yield return bar;
        }
    }

    /// <summary>Reads row by row, while it is enumerated.</summary>
    public static IEnumerable<Bar> Read(TextReader text, string name, string symbol)
    {
        using var csv = CsvReader.Create(text, Format);
        csv.ReadHeader();
        var columns = Columns.Find([.. csv.Headers], name, symbol);
        while (csv.Read())
        {
            var date = Date(csv, name, columns.Date);
            yield return columns.IsOhlc
                ? new Bar(
                    date,
                    Price(csv, name, "open"),
                    Price(csv, name, "high"),
                    Price(csv, name, "low"),
                    Price(csv, name, columns.Close)
                )
                : CloseOnly(date, Price(csv, name, columns.Close));
        }
    }

    static Bar CloseOnly(DateOnly date, decimal close) => new(date, close, close, close, close);

    static DateOnly Date(CsvReader csv, string name, string column) =>
        DateOnly.TryParseExact(csv.GetString(column), "yyyy-MM-dd", out var date)
            ? date
            : throw Bad(csv, name, column, "a date as yyyy-MM-dd");

    static decimal Price(CsvReader csv, string name, string column) =>
        decimal.TryParse(
            csv.GetString(column),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var price
        )
            ? price
            : throw Bad(csv, name, column, "a number");

    static BadPriceFileException Bad(CsvReader csv, string name, string column, string wanted) =>
        new(
            $"{name}: line {csv.LineNumber}, column {column}: '{csv.GetString(column)}' is not {wanted}"
        );

    readonly record struct Columns(string Date, string Close, bool IsOhlc)
    {
        public static Columns Find(string[] header, string name, string symbol)
        {
            bool Has(string column) => header.Contains(column, StringComparer.OrdinalIgnoreCase);
            if (header.Length == 0)
            {
                throw new BadPriceFileException($"{name}: empty, a header line is needed");
            }

            if (!Has("date"))
            {
                throw new BadPriceFileException(
                    $"{name}: line 1: no column 'date' among {string.Join(", ", header)}"
                );
            }

            if (Has("open") && Has("high") && Has("low") && Has("close"))
            {
                return new("date", "close", true);
            }

            var close = Has(symbol) ? symbol : "close";
            return Has(close)
                ? new("date", close, false)
                : throw new BadPriceFileException(
                    $"{name}: line 1: neither a column '{symbol}' nor 'close' among {string.Join(", ", header)}"
                );
        }
    }
}

/// <summary>A price file that cannot be used; the message names line and column.</summary>
sealed class BadPriceFileException(string message) : Exception(message);
