import { ById } from '@/lib/contracts/administration';
import {
  ExceptionDetail,
  ExceptionList,
  ExceptionSummary,
  ExceptionSummaryInput,
  GetExceptionInput,
  ListExceptionsInput,
  RenewExceptionInput,
  RequestExceptionInput,
} from '@/lib/contracts/exception';
import {
  approveException,
  getException,
  listExceptions,
  renewException,
  requestException,
  summarizeExceptions,
  withdrawException,
} from '@/lib/server/services/exception';
import { allowed, allowedPerson, router } from '@/lib/server/trpc/init';

export const exceptionRouter = router({
  list: allowed('exception.read')
    .input(ListExceptionsInput)
    .output(ExceptionList)
    .query(({ ctx: { ctx }, input }) => listExceptions({ ctx, input })),
  get: allowed('exception.read')
    .input(GetExceptionInput)
    .output(ExceptionDetail)
    .query(({ ctx: { ctx }, input }) => getException({ ctx, input })),
  summary: allowed('exception.read')
    .input(ExceptionSummaryInput)
    .output(ExceptionSummary)
    .query(({ ctx: { ctx }, input }) => summarizeExceptions({ ctx, input })),
  request: allowed('exception.request')
    .input(RequestExceptionInput)
    .output(ExceptionDetail)
    .mutation(({ ctx: { ctx }, input }) => requestException({ ctx, input })),
  renew: allowed('exception.request')
    .input(RenewExceptionInput)
    .output(ExceptionDetail)
    .mutation(({ ctx: { ctx }, input }) => renewException({ ctx, input })),
  approve: allowedPerson('exception.approve')
    .input(ById)
    .output(ExceptionDetail)
    .mutation(({ ctx: { ctx }, input }) => approveException({ ctx, input })),
  withdraw: allowed('exception.withdraw')
    .input(ById)
    .output(ExceptionDetail)
    .mutation(({ ctx: { ctx }, input }) => withdrawException({ ctx, input })),
});
