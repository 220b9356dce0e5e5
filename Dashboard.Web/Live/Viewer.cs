using System.Threading.Channels;

namespace Dashboard.Web.Live;

/// <summary>
/// One open stream. Its queue is bounded: a viewer who cannot keep up is let go, and comes back by itself with the
/// position that it has seen.
/// </summary>
internal sealed class Viewer
{
    /// <summary>At ten changes a second, half a minute of not reading.</summary>
    public const int QueueLimit = 300;

    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(QueueLimit)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        }
    );

    /// <summary>Ends when the viewer lagged too far behind.</summary>
    public ChannelReader<Message> Messages => _queue.Reader;

    /// <returns>False when the viewer lagged too far behind and has been let go.</returns>
    public bool Offer(Message message)
    {
        if (_queue.Writer.TryWrite(message))
        {
            return true;
        }

        _queue.Writer.TryComplete();
        return false;
    }
}
