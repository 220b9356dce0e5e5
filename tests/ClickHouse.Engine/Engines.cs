namespace ClickHouse.Engine;

/// <summary>Finds the engine that can be had here.</summary>
public static class Engines
{
    /// <summary>A whole server in a container where a container engine answers, otherwise the embedded one.</summary>
    /// <exception cref="EngineMissingException">Neither can be had; the message says why of both.</exception>
    public static async Task<IEngine> StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await ContainerServer.StartAsync(cancellationToken);
        }
        catch (EngineMissingException noContainer)
        {
            try
            {
                return await ChdbServer.StartAsync(cancellationToken: cancellationToken);
            }
            catch (EngineMissingException noChdb)
            {
                throw new EngineMissingException(
                    $"ClickHouse's engine cannot be had here: {noContainer.Message}; {noChdb.Message}",
                    noChdb
                );
            }
        }
    }
}
