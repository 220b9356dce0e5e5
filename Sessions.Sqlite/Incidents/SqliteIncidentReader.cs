using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite.Incidents;

/// <summary>Reads the alerter's file while the alerter writes it. Opens it for each answer: it is asked now and then.</summary>
/// <param name="file">Need not be there yet.</param>
public sealed class SqliteIncidentReader(string file) : IIncidentReader
{
    /// <summary>The columns of <see cref="Incident"/>, as <see cref="IncidentRow"/> reads them.</summary>
    private const string Columns =
        "id, key, kind, runner, session, since, opened, resolved, sentence";

    public Page<Incident> List(IncidentQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, 500);
        var (opened, id) = Cursor(query.Cursor);
        var kinds = string.Join(',', query.Kinds.Select(kind => $"'{WireName.Of(kind)}'"));
        var found = Read(
            $"""
            SELECT {Columns}, silence FROM incident
            WHERE ($open IS NULL OR (resolved IS NULL) = $open)
              AND ($runner IS NULL OR runner = $runner)
              {(kinds.Length == 0 ? "" : $"AND kind IN ({kinds})")}
              AND ($opened IS NULL OR (opened, id) < ($opened, $id))
            ORDER BY opened DESC, id DESC LIMIT $limit
            """,
            IncidentRow,
            ("$open", query.IsOpen is { } isOpen ? (isOpen ? 1 : 0) : null),
            ("$runner", query.Runner),
            ("$opened", opened),
            ("$id", id),
            ("$limit", limit + 1)
        );
        return found.Count <= limit
            ? new Page<Incident>(found, null)
            : new Page<Incident>(
                found[..limit],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{found[limit - 1].OpenedAt.UtcTicks}.{found[limit - 1].Id}"
                )
            );
    }

    public Incident? Find(string id) =>
        Read($"SELECT {Columns}, silence FROM incident WHERE id = $id", IncidentRow, ("$id", id))
            .FirstOrDefault();

    public IReadOnlyList<IncidentDelivery> Deliveries(string incidentId) =>
        [.. DeliveriesOf([incidentId])[incidentId]];

    public ILookup<string, IncidentDelivery> DeliveriesOf(
        IReadOnlyCollection<string> incidentIds
    ) =>
        Read(
                """
                SELECT incident, channel, json_extract(message, '$.event'), json_extract(message, '$.title'),
                  due, held, created, delivered, attempts, problem
                FROM delivery WHERE incident IN (SELECT value FROM json_each($incidents)) ORDER BY no
                """,
                row =>
                    (
                        Incident: row.GetString(0),
                        Delivery: new IncidentDelivery(
                            row.GetString(1),
                            Enum.TryParse<IncidentEvent>(
                                row.GetString(2),
                                ignoreCase: true,
                                out var said
                            )
                                ? said
                                : IncidentEvent.Opened,
                            row.GetString(3),
                            State(!row.IsDBNull(4), row.GetInt32(5), !row.IsDBNull(7)),
                            Moment(row.GetInt64(6)),
                            row.IsDBNull(7) ? null : Moment(row.GetInt64(7)),
                            row.GetInt32(8),
                            row.IsDBNull(9) ? null : row.GetString(9)
                        )
                    ),
                ("$incidents", JsonSerializer.Serialize(incidentIds))
            )
            .ToLookup(row => row.Incident, row => row.Delivery, StringComparer.Ordinal);

    public IReadOnlyList<ChannelState> Channels() =>
        Read(
            """
            SELECT channel, count(due), sum(held = 1), count(delivered),
              sum(due IS NULL AND delivered IS NULL AND held = 0), max(delivered),
              (SELECT problem FROM delivery AS w
               WHERE w.channel = d.channel AND w.due IS NOT NULL AND w.problem IS NOT NULL ORDER BY no DESC LIMIT 1)
            FROM delivery AS d GROUP BY channel ORDER BY channel
            """,
            row => new ChannelState(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.IsDBNull(5) ? null : Moment(row.GetInt64(5)),
                row.IsDBNull(6) ? null : row.GetString(6)
            )
        );

    /// <summary>A row of <c>id, key, kind, runner, session, since, opened, resolved, sentence, silence</c>.</summary>
    public static Incident IncidentRow(SqliteDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            WireName.TryParse(row.GetString(2), out IncidentKind kind) ? kind : IncidentKind.Failed,
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            Moment(row.GetInt64(5)),
            Moment(row.GetInt64(6)),
            row.IsDBNull(7) ? null : Moment(row.GetInt64(7)),
            row.GetString(8)
        )
        {
            Silence = (IncidentSilence)row.GetInt32(9),
        };

    private static DeliveryState State(bool isDue, int held, bool isDelivered) =>
        isDelivered ? DeliveryState.Delivered
        : isDue ? DeliveryState.Waiting
        : held == 1 ? DeliveryState.Held
        : held == 2 ? DeliveryState.Summarised
        : DeliveryState.GivenUp;

    private static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);

    private static (long? Opened, string? Id) Cursor(string? text) =>
        text?.Split('.', 2) is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var opened)
            ? (opened, id)
            : (null, null);

    private List<T> Read<T>(
        string sql,
        Func<SqliteDataReader, T> read,
        params (string Name, object? Value)[] parameters
    )
    {
        var found = new List<T>();
        if (!File.Exists(file))
        {
            return found;
        }

        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = file,
                    Mode = SqliteOpenMode.ReadOnly,
                    Pooling = false,
                    DefaultTimeout = 5,
                }.ToString()
            );
            connection.Open();
            if (IsOfNoAlerter(connection))
            {
                return found;
            }

            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }

            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                found.Add(read(rows));
            }

            return found;
        }
        catch (SqliteException problem)
        {
            throw new StoreUnavailableException(
                $"The alerts cannot be read: {problem.Message}",
                problem
            );
        }
    }

    /// <summary>The alerter creates its tables, and brings those of an earlier version up to date, when it starts.</summary>
    private static bool IsOfNoAlerter(SqliteConnection connection)
    {
        using var version = connection.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        return version.ExecuteScalar() is not (long and > 0);
    }
}
