namespace ClickHouse.Engine;

/// <summary>ClickHouse's engine for tests, reached by a connection string; ends when it is disposed of.</summary>
public interface IEngine : IAsyncDisposable
{
    /// <summary>A connection string for a database on it, which need not exist.</summary>
    string ConnectionString(string database);
}
