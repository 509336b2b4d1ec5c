/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.bench;

import app.snug.network.Network;
import app.snug.network.Swarms;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A network whose polls are counted, and are kept by nodes or not. */
final class CountedPolls {

    /** Parameters of a poll that nodes may keep; the last one says for how long. */
    private static final int KEPT = 5;

    private final Network network;
    private final boolean kept;
    private final AtomicInteger polls = new AtomicInteger();

    /**
     * @param kept whether nodes may keep polls
     */
    CountedPolls(Network network, boolean kept) {
        this.network = network;
        this.kept = kept;
    }

    int count() {
        return polls.get();
    }

    Network network() {
        Swarms swarms = as(Swarms.class, this::swarm);
        return as(
                Network.class,
                (unused, method, arguments) ->
                        method.getName().equals("swarms")
                                ? swarms
                                : call(network, method, arguments));
    }

    private Object swarm(Object unused, Method method, Object[] arguments) throws Throwable {
        Swarms swarms = network.swarms();
        if (!method.getName().equals("poll")) {
            return call(swarms, method, arguments);
        }
        polls.incrementAndGet();
        if (kept || arguments.length < KEPT) {
            return call(swarms, method, arguments);
        }
        Class<?>[] types = Arrays.copyOf(method.getParameterTypes(), KEPT - 1);
        return call(
                swarms, Swarms.class.getMethod("poll", types), Arrays.copyOf(arguments, KEPT - 1));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
