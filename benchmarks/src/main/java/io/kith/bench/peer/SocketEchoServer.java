package io.kith.bench.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The floor of blocking sockets: a thread a connection. A get is answered with a value at once; a put once another such
 * server has acknowledged it, if there is one. Nothing is kept. Ends with its input.
 */
public final class SocketEchoServer {
    private static final int BACKLOG = 128;
    private static final byte[] NOTHING = {};

    private SocketEchoServer() {}

    /** Runs it: the port of the server that acknowledges puts, if there is one. */
    public static void main(String[] arguments) throws IOException {
        int backupPort = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> accept(listening, backupPort), "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
        System.out.println("listening at " + listening.getLocalPort());
        while (System.in.read() >= 0) {
            // Whoever started it says nothing, until he is gone.
            Thread.onSpinWait();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void accept(ServerSocket listening, int backupPort) {
        try {
            while (true) {
                Socket socket = listening.accept();
                Thread thread = new Thread(() -> serve(socket, backupPort), "connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            System.err.println("accepts no more connections: " + e);
        }
    }

    private static void serve(Socket socket, int backupPort) {
        try (socket;
                SocketExchange backup = backupPort == 0 ? null : new SocketExchange("127.0.0.1", backupPort)) {
            socket.setTcpNoDelay(true);
            answer(socket, backup);
        } catch (EOFException e) {
            System.out.println("a client is gone");
        } catch (IOException e) {
            System.err.println("a connection broke: " + e);
        }
    }

    private static void answer(Socket socket, @Nullable SocketExchange backup) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        while (true) {
            int length = in.readInt();
            if (length < EchoFrames.HEAD_BYTES || length > EchoFrames.MAX_BYTES) {
                throw new IOException("a frame of " + length + " bytes");
            }
            byte operation = in.readByte();
            int id = in.readInt();
            byte[] body = in.readNBytes(length - EchoFrames.HEAD_BYTES);
            if (operation == EchoFrames.PUT && backup != null) {
                backup.request(EchoFrames.BACKUP, body, NOTHING);
            }
            byte[] answer = operation == EchoFrames.GET ? Data.value() : NOTHING;
            SocketExchange.write(out, operation, id, answer, NOTHING);
        }
    }
}
