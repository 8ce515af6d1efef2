import { Options } from '../../components/options.tsx';
import { startPage } from '../../components/page.tsx';

startPage(<Options />);
