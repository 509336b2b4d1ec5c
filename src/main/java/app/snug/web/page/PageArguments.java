/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import app.snug.messenger.Account;
import app.snug.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Gives controllers the {@link Reader} and the {@link Account} in use. */
final class PageArguments implements WebMvcConfigurer {

    private final MemberAccounts accounts;

    PageArguments(MemberAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(
                new Argument<>(Reader.class) {
                    @Override
                    Reader of(HttpServletRequest request) {
                        return Reader.of(request, RequestContextUtils.getLocale(request));
                    }
                });
        resolvers.add(
                new Argument<>(Account.class) {
                    @Override
                    Account of(HttpServletRequest request) {
                        return accounts.inUse(member(request), request.getSession())
                                .orElseThrow(NoAccountException::new);
                    }
                });
    }

    private static SignedIn member(HttpServletRequest request) {
        return (SignedIn)
                Objects.requireNonNull(
                        ((Authentication) Objects.requireNonNull(request.getUserPrincipal()))
                                .getPrincipal());
    }

    private abstract static class Argument<T> implements HandlerMethodArgumentResolver {

        private final Class<T> type;

        Argument(Class<T> type) {
            this.type = type;
        }

        abstract T of(HttpServletRequest request);

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Objects.requireNonNull(
                    of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class))));
        }
    }
}
