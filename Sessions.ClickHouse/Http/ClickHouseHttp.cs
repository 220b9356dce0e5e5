using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Sessions.ClickHouse.Hosting;

namespace Sessions.ClickHouse.Http;

/// <summary>
/// ClickHouse's HTTP interface: statements with typed parameters (<c>{name:Type}</c>), inserts that are stored when
/// they return, failures as the contract's exceptions. Thread-safe. Never tries again by itself: only the caller knows
/// whether a statement may run twice.
/// </summary>
internal sealed class ClickHouseHttp : IDisposable
{
    /// <summary>Below it the compression of a request costs more than it saves.</summary>
    private const int SmallestCompressed = 4096;

    private readonly HttpClient _client;
    private readonly ClickHouseSettings _settings;

    public ClickHouseHttp(ClickHouseSettings settings)
    {
        _settings = settings;
        Server = settings.Address;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AutomaticDecompression = settings.Compress
                    ? DecompressionMethods.GZip
                    : DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            BaseAddress = Server,
            // Each statement has its own.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Add("X-ClickHouse-User", settings.Username);
        if (settings.Password.Length > 0)
        {
            _client.DefaultRequestHeaders.Add("X-ClickHouse-Key", settings.Password);
        }
    }

    public Uri Server { get; }

    /// <summary>Rows of a query, whole: the server answers only when all of them are there.</summary>
    /// <exception cref="StoreUnavailableException">The server is away or cannot do it now.</exception>
    public async Task<List<T>> QueryAsync<T>(
        string sql,
        ReadRow<T> read,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        var url = Url(
            "wait_end_of_query=1&output_format_json_quote_64bit_integers=0&output_format_json_quote_denormals=1&max_query_size=67108864",
            parameters
        );
        var body = await SendAsync(url, Encoding.UTF8.GetBytes(sql), cancellationToken);
        return Row.ReadAll(body, read);
    }

    /// <summary>A statement without an answer, in the database or, to make it, outside.</summary>
    public Task ExecuteAsync(
        string sql,
        CancellationToken cancellationToken,
        bool outsideDatabase = false,
        TimeSpan? timeout = null
    ) =>
        SendAsync(
            Url("", [], outsideDatabase),
            Encoding.UTF8.GetBytes(sql),
            cancellationToken,
            timeout
        );

    /// <summary>
    /// Stores rows; returns when they are stored. <paramref name="token"/> names the block: the server drops one that
    /// it has taken already.
    /// </summary>
    public Task InsertAsync(
        string table,
        string columns,
        RowBody rows,
        string token,
        CancellationToken cancellationToken
    )
    {
        if (rows.Rows == 0)
        {
            return Task.CompletedTask;
        }

        var url = Url(
            $"async_insert=0&distributed_foreground_insert=1&insert_deduplication_token={token}&query={Uri.EscapeDataString($"INSERT INTO {table} ({columns}) FORMAT TabSeparated")}",
            []
        );
        return SendAsync(url, rows.Bytes, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private string Url(
        string settings,
        (string Name, object Value)[] parameters,
        bool outsideDatabase = false
    )
    {
        var url = new StringBuilder("/?default_format=JSONCompactEachRow");
        if (!outsideDatabase)
        {
            url.Append("&database=").Append(_settings.Database);
        }

        if (_settings.Compress)
        {
            url.Append("&enable_http_compression=1");
        }

        if (settings.Length > 0)
        {
            url.Append('&').Append(settings);
        }

        foreach (var (name, value) in parameters)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            url.Append("&param_")
                .Append(name)
                .Append('=')
                .Append(Uri.EscapeDataString(Escape(text)));
        }

        return url.ToString();
    }

    private async Task<byte[]> SendAsync(
        string url,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken,
        TimeSpan? timeout = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Body(body) };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout ?? _settings.Timeout);
        try
        {
            using var response = await _client
                .SendAsync(request, deadline.Token)
                .ConfigureAwait(false);
            var answer = await response
                .Content.ReadAsByteArrayAsync(deadline.Token)
                .ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? answer
                : throw ClickHouseFailure.Of(
                    Server,
                    response.StatusCode,
                    response.Headers.TryGetValues("X-ClickHouse-Exception-Code", out var codes)
                        ? codes.FirstOrDefault()
                        : null,
                    Encoding.UTF8.GetString(answer)
                );
        }
        catch (HttpRequestException exception)
        {
            throw ClickHouseFailure.Away(Server, exception);
        }
        catch (IOException exception)
        {
            throw ClickHouseFailure.Away(Server, exception);
        }
        catch (OperationCanceledException exception)
            when (!cancellationToken.IsCancellationRequested)
        {
            throw ClickHouseFailure.Away(Server, exception);
        }
    }

    private HttpContent Body(ReadOnlyMemory<byte> body)
    {
        if (!_settings.Compress || body.Length < SmallestCompressed)
        {
            return new ReadOnlyMemoryContent(body);
        }

        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        packed.Position = 0;
        return new StreamContent(packed)
        {
            Headers =
            {
                ContentEncoding = { "gzip" },
                ContentType = new MediaTypeHeaderValue("application/octet-stream"),
            },
        };
    }

    /// <summary>A parameter's value is read as one field of tab-separated text.</summary>
    private static string Escape(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\t", @"\t", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal)
            .Replace("\0", @"\0", StringComparison.Ordinal);
}
